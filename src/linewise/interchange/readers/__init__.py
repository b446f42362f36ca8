"""One reader for each format, behind `linewise.interchange.table.Reader`."""

from collections.abc import Callable
from typing import Literal

from linewise.interchange.readers import refi
from linewise.interchange.readers.annotations import recognise as annotations
from linewise.interchange.readers.annotations.argilla import Argilla
from linewise.interchange.readers.annotations.brat import BratReader, is_brat
from linewise.interchange.readers.annotations.doccano import Doccano
from linewise.interchange.readers.annotations.engine import AnnotationReader
from linewise.interchange.readers.annotations.label_studio import LabelStudio
from linewise.interchange.readers.annotations.prodigy import Prodigy
from linewise.interchange.readers.annotations.qualcoder import QualCoderReader, is_qualcoder
from linewise.interchange.readers.annotations.spacy import Spacy
from linewise.interchange.readers.annotations.taguette import TaguetteReader, is_taguette
from linewise.interchange.readers.annotations.webanno import WebAnnoReader, is_webanno
from linewise.interchange.readers.codebooks import CodebookTableReader, TagListReader, is_codebook_table
from linewise.interchange.readers.delimited import DelimitedReader
from linewise.interchange.readers.documents import registry as documents
from linewise.interchange.readers.json_array import JsonArrayReader
from linewise.interchange.readers.json_lines import JsonLinesReader
from linewise.interchange.readers.parquet import ParquetReader
from linewise.interchange.readers.plain import PlainReader
from linewise.interchange.readers.project_file import ProjectFileReader, is_project
from linewise.interchange.readers.sheet import SheetReader
from linewise.interchange.sniffing import Sniff
from linewise.interchange.table import Reader

Format = Literal[
    documents.Written,
    "csv",
    "tsv",
    "jsonl",
    "json",
    "parquet",
    "xlsx",
    "ods",
    "txt",
    "project",
    "taguette",
    "qualcoder",
    "brat",
    "webanno",
    "qdpx",
    "qdc",
    "label_studio",
    "doccano",
    "prodigy",
    "argilla",
    "spacy",
    "tags",
    "codebook",
]

READERS: dict[Format, Reader] = {
    **dict(documents.READERS.items()),
    "qdpx": refi.ProjectReader(),
    "qdc": refi.CodebookReader(),
    "csv": DelimitedReader(),
    "tsv": DelimitedReader(),
    "jsonl": JsonLinesReader(),
    "json": JsonArrayReader(),
    "parquet": ParquetReader(),
    "xlsx": SheetReader(),
    "ods": SheetReader(),
    "txt": PlainReader(),
    "project": ProjectFileReader(),
    "taguette": TaguetteReader(),
    "qualcoder": QualCoderReader(),
    "brat": BratReader(),
    "webanno": WebAnnoReader(),
    "label_studio": AnnotationReader(LabelStudio),
    "doccano": AnnotationReader(Doccano),
    "prodigy": AnnotationReader(Prodigy),
    "argilla": AnnotationReader(Argilla),
    "spacy": AnnotationReader(Spacy),
    "tags": TagListReader(),
    "codebook": CodebookTableReader(),
}

# Rows as they stand in the file: read in a stream nearly as quickly as they can be written.
TABLES: frozenset[Format] = frozenset(("csv", "tsv", "jsonl", "json", "parquet", "xlsx", "ods", "txt", "dataset"))

# Asked in order, before anything is taken for a plain table or text; each says what it knows for certain, else None.
RECOGNISERS: tuple[Callable[[Sniff], Format | None], ...] = (
    refi.recognise,
    lambda sniff: "project" if is_project(sniff) else None,
    lambda sniff: "taguette" if is_taguette(sniff) else None,
    lambda sniff: "qualcoder" if is_qualcoder(sniff) else None,
    lambda sniff: "brat" if is_brat(sniff) else None,
    lambda sniff: "webanno" if is_webanno(sniff) else None,
    annotations.recognise,
    lambda sniff: "codebook" if is_codebook_table(sniff) else None,
    documents.recognise,
    # Last: what no program claims may still be a folder of documents.
    documents.recognise_inside,
)
