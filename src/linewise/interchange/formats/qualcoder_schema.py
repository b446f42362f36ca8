"""The tables of a QualCoder project: version 17 of its database, which earlier releases read as well."""

VERSION = "v17"

_STAMP = "owner text, date text"
_ITEM = "font_size integer, bold integer"
_TABLES = {
    "project": (
        "databaseversion text, date text, memo text, about text, bookmarkfile integer, bookmarkpos integer, "
        "codername text, recently_used_codes text, avbookmarkfile integer, avbookmarkmsec integer, "
        "avbookmarktextpos integer"
    ),
    "source": (
        f"id integer primary key, name text, fulltext text, mediapath text, memo text, {_STAMP}, av_text_id integer, "
        "risid integer, unique(name)"
    ),
    "code_image": (
        "imid integer primary key, id integer, x1 integer, y1 integer, width integer, height integer, cid integer, "
        "memo text, date text, owner text, important integer, pdf_page integer"
    ),
    "code_av": (
        "avid integer primary key, id integer, pos0 integer, pos1 integer, cid integer, memo text, date text, "
        "owner text, important integer"
    ),
    "annotation": (
        f"anid integer primary key, fid integer, pos0 integer, pos1 integer, memo text, {_STAMP}, "
        "unique(fid, pos0, pos1, owner)"
    ),
    "attribute_type": "name text primary key, date text, owner text, memo text, caseOrFile text, valuetype text",
    "attribute": (
        "attrid integer primary key, name text, attr_type text, value text, id integer, date text, owner text, "
        "unique(name, attr_type, id)"
    ),
    "case_text": (
        f"id integer primary key, caseid integer, fid integer, pos0 integer, pos1 integer, {_STAMP}, memo text"
    ),
    "cases": f"caseid integer primary key, name text, memo text, {_STAMP}, constraint ucm unique(name)",
    "code_cat": f"catid integer primary key, name text, {_STAMP}, memo text, supercatid integer, unique(name)",
    "code_text": (
        f"ctid integer primary key, cid integer, fid integer, seltext text, pos0 integer, pos1 integer, {_STAMP}, "
        "memo text, avid integer, important integer, unique(cid, fid, pos0, pos1, owner)"
    ),
    "code_name": (
        f"cid integer primary key, name text, memo text, catid integer, {_STAMP}, color text, supercid integer, "
        "unique(name)"
    ),
    "journal": "jid integer primary key, name text, jentry text, date text, owner text, unique(name)",
    "stored_sql": "title text, description text, grouper text, ssql text, unique(title)",
    "graph": (
        "grid integer primary key, name text, description text, date text, scene_width integer, "
        "scene_height integer, unique(name)"
    ),
    "gr_cdct_text_item": (
        "gtextid integer primary key, grid integer, x integer, y integer, supercatid integer, catid integer, "
        f"cid integer, {_ITEM}, isvisible integer, displaytext text"
    ),
    "gr_case_text_item": (
        f"gcaseid integer primary key, grid integer, x integer, y integer, caseid integer, {_ITEM}, color text, "
        "displaytext text"
    ),
    "gr_file_text_item": (
        f"gfileid integer primary key, grid integer, x integer, y integer, fid integer, {_ITEM}, color text, "
        "displaytext text"
    ),
    "gr_free_text_item": (
        "gfreeid integer primary key, grid integer, freetextid integer, x integer, y integer, free_text text, "
        f"{_ITEM}, color text, tooltip text, ctid integer, memo_ctid integer, memo_imid integer, memo_avid integer"
    ),
    "gr_cdct_line_item": (
        "glineid integer primary key, grid integer, fromcatid integer, fromcid integer, tocatid integer, "
        "tocid integer, color text, linewidth real, linetype text, isvisible integer, label text, arrow_mode text"
    ),
    "gr_free_line_item": (
        "gflineid integer primary key, grid integer, fromfreetextid integer, fromcatid integer, fromcid integer, "
        "fromcaseid integer, fromfileid integer, fromimid integer, fromavid integer, tofreetextid integer, "
        "tocatid integer, tocid integer, tocaseid integer, tofileid integer, toimid integer, toavid integer, "
        "color text, linewidth real, linetype text, label text, arrow_mode text"
    ),
    "gr_memo_item": (
        "gmemoid integer primary key, grid integer, memo_source_type text, memo_source_id integer, x integer, "
        "y integer, color text, font_size integer"
    ),
    "gr_pix_item": (
        "grpixid integer primary key, grid integer, imid integer, x integer, y integer, px integer, py integer, "
        "w integer, h integer, filepath text, tooltip text, pdf_page integer"
    ),
    "gr_av_item": (
        "gr_avid integer primary key, grid integer, avid integer, x integer, y integer, pos0 integer, pos1 integer, "
        "filepath text, tooltip text, color text"
    ),
    "ris": "risid integer, tag text, longtag text, value text",
    "manage_files_display": "mfid integer primary key, name text, tblrows text, tblcolumns text, owner text",
    "files_filter": "filterid integer primary key, name text, filter text, owner text",
    "coder_names": "name text unique not null, visibility integer not null default 1 check (visibility in (0, 1))",
}

SCHEMA = tuple(f"CREATE TABLE {table} ({columns})" for table, columns in _TABLES.items())
FOLDERS = ("images", "audio", "video", "documents")
