"""One writer for each format, behind `linewise.interchange.writers.table.Writer`."""

from typing import Literal

from linewise.interchange.writers.delimited import DelimitedWriter
from linewise.interchange.writers.json_lines import JsonLinesWriter
from linewise.interchange.writers.parquet import ParquetWriter
from linewise.interchange.writers.sheet import SheetWriter
from linewise.interchange.writers.table import Writer

WriteFormat = Literal["csv", "tsv", "jsonl", "parquet", "xlsx"]

WRITERS: dict[WriteFormat, Writer] = {
    "csv": DelimitedWriter(","),
    "tsv": DelimitedWriter("\t"),
    "jsonl": JsonLinesWriter(),
    "parquet": ParquetWriter(),
    "xlsx": SheetWriter(),
}
