"""One reader for each format, behind `linewise.interchange.table.Reader`."""

from typing import Literal

from linewise.interchange.readers.delimited import DelimitedReader
from linewise.interchange.readers.json_array import JsonArrayReader
from linewise.interchange.readers.json_lines import JsonLinesReader
from linewise.interchange.readers.parquet import ParquetReader
from linewise.interchange.readers.plain import PlainReader
from linewise.interchange.readers.sheet import SheetReader
from linewise.interchange.table import Reader

Format = Literal["csv", "tsv", "jsonl", "json", "parquet", "xlsx", "ods", "txt"]

READERS: dict[Format, Reader] = {
    "csv": DelimitedReader(),
    "tsv": DelimitedReader(),
    "jsonl": JsonLinesReader(),
    "json": JsonArrayReader(),
    "parquet": ParquetReader(),
    "xlsx": SheetReader(),
    "ods": SheetReader(),
    "txt": PlainReader(),
}
