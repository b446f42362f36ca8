"""One HTML page that needs nothing else: light and dark, for screen and paper, every text escaped."""

from html import escape
from pathlib import Path
from typing import TextIO

from linewise.interchange.formats.rendering.text import possible

STYLE = """
:root{color-scheme:light dark;--paper:#fbfaf7;--ink:#22252b;--soft:#666b75;--line:#dedbd3;--card:#fff;--mark:#f6ecc9;
--accent:#2f5d8a}
@media(prefers-color-scheme:dark){:root{--paper:#17191d;--ink:#e6e4df;--soft:#9a9fa9;--line:#33373e;--card:#1e2126;
--mark:#4a4020;--accent:#8fb8e0}}
*{box-sizing:border-box}
html{scroll-padding-top:1.5rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 Charter,"Bitstream Charter","Iowan Old Style",
"Libertinus Serif",Georgia,"Times New Roman",serif;overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:3rem 1.25rem 6rem}
h1,h2,h3,h4,h5,h6{line-height:1.25;font-weight:650;margin:0}
h1{font-size:2.1rem;letter-spacing:-.01em}
a{color:var(--accent);text-decoration:none}a:hover,a:focus-visible{text-decoration:underline}
.label,.path,.about,.figures,nav,.where,footer{font-family:ui-sans-serif,system-ui,"Segoe UI",Roboto,"Helvetica Neue",
"Noto Sans",sans-serif}
.about{display:flex;flex-wrap:wrap;gap:.2rem 1.6rem;margin:.9rem 0 0;padding:0;font-size:.85rem;color:var(--soft)}
.about div{display:flex;gap:.4rem}.about dt::after{content:":"}.about dd{margin:0;color:var(--ink)}
.lead{color:var(--soft);margin:.6rem 0 0}
nav{margin:2.5rem 0 3rem;padding:1.1rem 0;border-block:1px solid var(--line);font-size:.9rem}
nav ol{list-style:none;margin:0;padding:0;columns:18rem 2;column-gap:2.5rem}
nav li{break-inside:avoid;padding:.1rem 0}
nav .count{color:var(--soft);font-variant-numeric:tabular-nums;margin-inline-start:.5em}
.code{margin:0 0 2.2rem;padding-inline-start:1rem;border-inline-start:3px solid var(--own,var(--line))}
.code h2{font-size:1.35rem}.code h3{font-size:1.2rem}.code h4,.code h5,.code h6{font-size:1.08rem}
.path{font-size:.82rem;color:var(--soft);margin:0 0 .1rem}
.code p{margin:.5rem 0}.pre{white-space:pre-wrap}
.code .label{font-size:.72rem;letter-spacing:.05em;text-transform:uppercase;color:var(--soft);margin:1.1rem 0 .1rem;
font-weight:600}
.code .label+p,.code .label+ul{margin-top:.1rem}
.code ul{margin:.1rem 0;padding-inline-start:1.2rem}.code li{margin:.2rem 0}
.figures{display:flex;flex-wrap:wrap;gap:.2rem 1.4rem;margin:.6rem 0 0;font-size:.82rem;color:var(--soft);
font-variant-numeric:tabular-nums}
.figures b{color:var(--ink);font-weight:600}
.quote{margin:1.1rem 0;padding:.9rem 1.1rem;background:var(--card);border:1px solid var(--line);border-radius:.5rem}
.quote blockquote{margin:0}.quote .near{color:var(--soft);font-size:.92rem}
.quote mark{background:var(--mark);color:inherit;padding:.05em .1em;border-radius:.15em;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
.where{margin:.6rem 0 0;font-size:.78rem;color:var(--soft)}.memo{font-style:italic;margin:.5rem 0 0;font-size:.92rem}
.none{color:var(--soft)}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.78rem;color:var(--soft)}
@media(min-width:84rem){
main.wide{max-width:72rem;display:grid;column-gap:4rem;
grid-template-columns:19rem minmax(0,46rem)}main.wide>*{grid-column:2}
main.wide>header{margin-bottom:3rem}
main.wide>nav{grid-column:1;grid-row:1/span 9999;position:sticky;top:0;align-self:start;
max-height:100vh;overflow:auto;margin:0;border:0;padding:3.4rem .5rem 2rem 0}main.wide nav ol{columns:auto}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--card:#fff;--mark:#eee;--accent:#000}
@page{margin:20mm 18mm}body{font-size:10.5pt}main,main.wide{display:block;max-width:none;padding:0}
nav{margin:1.2rem 0;position:static}main>nav{max-height:none;overflow:visible}.code,.quote,h1,h2,h3,h4{break-after:auto}
h2,h3,h4,h5,h6,.label{break-after:avoid}.quote,li{break-inside:avoid}mark{text-decoration:underline;
text-decoration-thickness:.5pt;text-underline-offset:2pt}}
"""


def clean(text: str) -> str:
    """A text as HTML."""
    return escape(possible(text))


class Page:
    """Writes one page, piece by piece, so that a long one is never held whole."""

    def __init__(self, file: TextIO, title: str, *, wide: bool = False) -> None:
        self._file = file
        name = clean(title)
        file.write(
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            # Nothing is loaded or run, whatever the texts hold.
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f'<meta name="generator" content="Linewise">\n<title>{name}</title>\n<style>{STYLE}</style>\n</head>\n'
            f"<body>\n<main{' class=' + chr(34) + 'wide' + chr(34) if wide else ''}>\n"
        )

    def write(self, html: str) -> None:
        """Add HTML as it is."""
        self._file.write(html)

    def about(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Facts about the whole."""
        items = "".join(f'<div><dt>{clean(name)}</dt><dd dir="auto">{clean(value)}</dd></div>' for name, value in pairs)
        self.write(f'<dl class="about">{items}</dl>\n')

    def close(self) -> None:
        """End the page."""
        self.write("<footer>Made with Linewise.</footer>\n</main>\n</body>\n</html>\n")


def text_html(text: str) -> str:
    """A text of several lines as paragraphs that keep their breaks and find their own direction."""
    return f'<p class="pre" dir="auto">{clean(text)}</p>' if text else ""


def opened(path: Path) -> TextIO:
    """A file for a page."""
    return path.open("w", encoding="utf-8", newline="\n")
