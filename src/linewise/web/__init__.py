"""The JSON API and the browser's pages: parse, call the workbench, render. No rule of the trade lives here.

`linewise.web.app.create_app` makes the application, `linewise.web.serve.serve` runs it. Nothing heavy is
imported here, so that the command line can look at this package without loading a web framework.
"""
