"""What is asked of who exports for readers."""

from linewise.interchange.packing import Choice

COUNTS = Choice(name="counts", title="Counts", default=True, words="How often each code was found.")
PAPER = Choice(name="paper", title="Paper", default="a4", among=("a4", "us-letter"), words="The size of a sheet.")
CONTEXT = Choice(name="context", title="Context", default=1, words="Units before and after each, at most 3.")
MOST = Choice(name="most", title="Most of a code", default=200, words="Passages of one code; 0 for all.")
CODES = Choice(name="codes", title="Codes", default="", words="Names of codes between semicolons; empty for all.")
