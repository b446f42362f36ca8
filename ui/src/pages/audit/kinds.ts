/** Kinds of events as people tell them apart. */
export const KINDS: Record<string, readonly string[]> = {
  notes: ["note_written", "note_changed", "note_withdrawn"],
  codings: ["units_coded", "unit_marked", "unit_bookmarked"],
  codebook: [
    "code_created",
    "code_described",
    "code_renamed",
    "codes_merged",
    "code_split",
    "code_retired",
    "code_restored",
    "codes_arranged",
    "open_codes_grouped",
    "open_codes_ungrouped",
    "proposal_refused",
  ],
  rounds: ["round_opened", "unit_decided", "round_closed"],
  memos: ["memo_written", "memo_changed", "memo_withdrawn"],
  machine: ["encoder_fitted", "model_fitted", "model_applied"],
  imports: ["project_created", "project_changed", "coder_joined", "coder_changed", "source_imported", "view_saved", "view_withdrawn"],
  turned: ["undone", "redone"],
};
