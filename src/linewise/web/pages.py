"""The few pages that need no browser UI: that there is none, and that a link was used before."""

_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Linewise</title>
<body style="font: 1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto; padding: 0 1rem">
<h1 style="font-size: 1.25rem">{title}</h1>
{body}
</html>
"""

NO_UI = _PAGE.format(
    title="Linewise is running, without its pages",
    body=(
        "<p>The browser UI was not built into this installation. From a clone, <code>make ui</code> builds "
        "it (Node comes from PyPI), and a wheel from PyPI carries it. Then start Linewise again.</p>"
        "<p>The API at <code>/api</code>, the command line and the Python package work as they are.</p>"
    ),
)

LINK_USED = _PAGE.format(
    title="This link was used before",
    body=(
        "<p>The link that <code>linewise up</code> prints opens one browser, once. Start Linewise again for a "
        "new one, or open <a href='/'>the page</a> and enter the token there.</p>"
    ),
)
