/** Files on their way in, one after the other: uploaded, looked at under a plan, counted, imported. */

import { api } from "../../lib/api";
import type { Desk } from "../../lib/desk.svelte";
import { strings } from "../../lib/strings";
import type { ImportPlan, ImportReport, ImportTotals, JobView, Preview, Upload } from "../../lib/types";

const PAUSE = 250;
// Counting reads the whole file; past so many rows the estimate has to do.
const COUNTED = 300_000;

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

export class ImportSession {
  queue = $state.raw<readonly File[]>([]);
  name = $state<string>();
  uploading = $state<number>();
  preview = $state.raw<Preview>();
  looking = $state(false);
  totals = $state.raw<ImportTotals>();
  counting = $state(false);
  failure = $state.raw<Error>();
  job = $state.raw<JobView>();
  report = $state.raw<ImportReport>();

  #desk: Desk;
  #upload: Upload | undefined;
  #looks = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  get busy(): boolean {
    return this.uploading !== undefined || this.job !== undefined;
  }

  /** Whether there is something to import: rows that fit, or a codebook alone. */
  get ready(): boolean {
    return (this.preview?.rows.length ?? 0) > 0 || (this.preview?.beside?.code_count ?? 0) > 0;
  }

  /** Take files that were chosen or dropped: the first at once, unless one is in hand. */
  take(files: readonly File[]): void {
    const inHand = this.busy || (this.preview !== undefined && files.length > 1 && this.queue.length > 0);
    this.queue = inHand ? [...this.queue, ...files] : [...files];
    if (!inHand) void this.next();
  }

  /** Look at the next file of the queue, and forget the one in hand. */
  async next(): Promise<void> {
    const [file, ...rest] = this.queue;
    this.close();
    if (!file) return;
    this.queue = rest;
    this.name = file.name;
    this.report = undefined;
    this.uploading = 0;
    try {
      this.#upload = await api.importing.upload(this.#desk.id, file, (share) => (this.uploading = share));
    } catch (error) {
      this.failure = asError(error);
    }
    this.uploading = undefined;
    if (this.#upload) await this.look(null);
  }

  /** Look again with another plan; only the newest look counts. */
  async look(plan: ImportPlan | null): Promise<void> {
    const upload = this.#upload;
    if (!upload) return;
    const run = ++this.#looks;
    clearTimeout(this.#timer);
    if (this.preview && plan) this.preview = { ...this.preview, plan };
    this.looking = true;
    try {
      const found = await api.importing.preview(this.#desk.id, upload.file, plan);
      if (run !== this.#looks) return;
      this.preview = found;
      this.failure = undefined;
      this.#count(run, upload, found);
    } catch (error) {
      if (run === this.#looks) this.failure = asError(error);
    }
    if (run === this.#looks) this.looking = false;
  }

  async run(): Promise<void> {
    if (!this.#upload || !this.preview || this.busy || !this.ready) return;
    this.failure = undefined;
    clearTimeout(this.#timer);
    this.#looks++;
    try {
      this.job = await api.importing.run(this.#desk.id, this.#upload.file, this.preview.plan);
      const report = (await this.#desk.finish(this.job)).result as unknown as ImportReport;
      await this.#desk.refresh();
      this.job = undefined;
      await this.next();
      this.report = report;
    } catch (error) {
      // Beside the file, where it stays in view until something is changed.
      this.failure = asError(error);
      this.job = undefined;
    }
  }

  /** Forget the file in hand. */
  close(): void {
    this.#looks++;
    clearTimeout(this.#timer);
    this.#upload = undefined;
    this.name = undefined;
    this.preview = undefined;
    this.looking = false;
    this.totals = undefined;
    this.counting = false;
    this.failure = undefined;
  }

  /** Lines from the clipboard, as a file. */
  paste(text: string): void {
    const table = text.split("\n", 2).every((line) => line.includes("\t"));
    this.take([new File([text], `${strings.import.pasted}.${table ? "tsv" : "txt"}`, { type: "text/plain" })]);
  }

  #count(run: number, upload: Upload, preview: Preview): void {
    this.counting = preview.estimated_rows <= COUNTED && preview.rows.length > 0;
    if (!this.counting) {
      this.totals = undefined;
      return;
    }
    this.#timer = setTimeout(() => {
      api.importing.totals(this.#desk.id, upload.file, preview.plan).then(
        (found) => {
          if (run !== this.#looks) return;
          this.totals = found;
          this.counting = false;
        },
        () => {
          if (run === this.#looks) this.counting = false;
        },
      );
    }, PAUSE);
  }
}
