"""One file for each format that is written for other programs and readers, behind `linewise.interchange.packing`."""

from linewise.interchange.formats import quotations_docx, quotations_html, quotations_table, refi_codebook, refi_project
from linewise.interchange.formats.argilla import ARGILLA
from linewise.interchange.formats.brat import BRAT
from linewise.interchange.formats.cas import CAS
from linewise.interchange.formats.doccano import DOCCANO
from linewise.interchange.formats.hugging_face import HUGGING_FACE
from linewise.interchange.formats.label_studio import LABEL_STUDIO
from linewise.interchange.formats.prodigy import PRODIGY
from linewise.interchange.formats.qualcoder import QUALCODER
from linewise.interchange.formats.spacy import SPACY
from linewise.interchange.formats.tags import TAGS
from linewise.interchange.formats.taguette import TAGUETTE, TAGUETTE_CODEBOOK
from linewise.interchange.packing import Format

FORMATS: tuple[Format, ...] = (
    refi_project.FORMAT,
    refi_codebook.FORMAT,
    TAGUETTE,
    QUALCODER,
    TAGUETTE_CODEBOOK,
    CAS,
    BRAT,
    LABEL_STUDIO,
    DOCCANO,
    PRODIGY,
    ARGILLA,
    TAGS,
    HUGGING_FACE,
    SPACY,
    quotations_docx.FORMAT,
    quotations_html.FORMAT,
    quotations_table.CSV,
    quotations_table.XLSX,
)
