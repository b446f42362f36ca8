/** The JSON API, one function a call, named by stage. What fails rejects with a Problem. */

import createClient from "openapi-fetch";

import type { Answer, Change } from "./outbox";
import type { components, paths } from "./schema";
import { strings } from "./strings";
import type { CodeChange, ImpactQuestion, ImportPlan, OfferWish, Part, Preview, SimulationBody, TuneWish, Upload } from "./types";

type Details = components["schemas"]["Problem"];
type Query<P extends keyof paths> = paths[P] extends { get: { parameters: { query?: infer Q } } } ? Q : never;

/** What the server said is wrong, and what to do about it. */
export class Problem extends Error {
  readonly status: number;
  readonly remedy: string;
  readonly where: Details["where"];

  constructor(status: number, details: Partial<Details>) {
    super(details.detail ?? details.title ?? strings.problem.unexpected(status));
    this.status = status;
    this.remedy = details.remedy ?? "";
    this.where = details.where ?? {};
  }
}

const client = createClient<paths>({ baseUrl: location.origin });
// A new server on the same address asks for its own token; the page for it takes over.
client.use({
  onResponse: ({ response }) => {
    if (response.status === 401) dispatchEvent(new CustomEvent("linewise:signed-out"));
  },
});

async function data<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const answer = await call.catch(() => {
    throw new Problem(0, { detail: strings.problem.unreachable, remedy: strings.problem.unreachableRemedy });
  });
  if (!answer.response.ok) throw new Problem(answer.response.status, (answer.error ?? {}) as Partial<Details>);
  return answer.data as T;
}

const of = (project: string): { path: { project: string } } => ({ path: { project } });

export const api = {
  signIn: (token: string) => data(client.POST("/api/session", { body: { token } })),

  demo: () => data(client.POST("/api/demo")),

  projects: {
    list: () => data(client.GET("/api/projects")),
    create: (body: { name: string; exclusive: boolean }) => data(client.POST("/api/projects", { body })),
    state: (project: string) => data(client.GET("/api/projects/{project}", { params: of(project) })),
    change: (project: string, body: components["schemas"]["ProjectChangeBody"]) =>
      data(client.PATCH("/api/projects/{project}", { params: of(project), body })),
    undo: (project: string, seq?: number) =>
      data(client.POST("/api/projects/{project}/undo", { params: of(project), body: seq === undefined ? null : { seq } })),
    redo: (project: string, seq?: number) =>
      data(client.POST("/api/projects/{project}/redo", { params: of(project), body: seq === undefined ? null : { seq } })),
    upload: (file: File, progress: (share: number) => void) => sent("/api/projects/files", file, progress),
    bring: (file: string, name?: string) => data(client.POST("/api/projects/import", { body: { file, name: name ?? null } })),
  },

  jobs: {
    get: (job: string) => data(client.GET("/api/jobs/{job}", { params: { path: { job } } })),
    cancel: (job: string) => data(client.DELETE("/api/jobs/{job}", { params: { path: { job } } })),
  },

  hooks: {
    list: (project: string) => data(client.GET("/api/projects/{project}/hooks", { params: of(project) })),
    add: (project: string, body: components["schemas"]["HookBody"]) =>
      data(client.POST("/api/projects/{project}/hooks", { params: of(project), body })),
    change: (project: string, hook: string, body: components["schemas"]["ChangedHookBody"]) =>
      data(client.PATCH("/api/projects/{project}/hooks/{hook}", { params: { path: { project, hook } }, body })),
    remove: (project: string, hook: string) =>
      data(client.DELETE("/api/projects/{project}/hooks/{hook}", { params: { path: { project, hook } } })),
    test: (project: string, hook: string) =>
      data(client.POST("/api/projects/{project}/hooks/{hook}/test", { params: { path: { project, hook } } })),
    deliveries: (project: string, hook: string) =>
      data(client.GET("/api/projects/{project}/hooks/deliveries", { params: { ...of(project), query: { hook, limit: 10 } } })),
    deliver: (project: string) =>
      data(client.POST("/api/projects/{project}/hooks/deliver", { params: of(project), body: { at_once: true } })),
  },

  importing: {
    upload,
    preview: (project: string, file: string, plan: ImportPlan | null) =>
      // openapi-fetch reads the plan's pairs as lists of any length.
      data(client.POST("/api/projects/{project}/import/preview", { params: of(project), body: { file, plan } })) as Promise<Preview>,
    totals: (project: string, file: string, plan: ImportPlan) =>
      data(client.POST("/api/projects/{project}/import/totals", { params: of(project), body: { file, plan } })),
    run: (project: string, file: string, plan: ImportPlan) =>
      data(client.POST("/api/projects/{project}/import", { params: of(project), body: { file, plan, dry_run: false } })),
    sources: (project: string) => data(client.GET("/api/projects/{project}/import/sources", { params: of(project) })),
    recut: (project: string, source: string, segmentation: ImportPlan["segmentation"], dry_run: boolean) =>
      data(
        client.POST("/api/projects/{project}/import/sources/{source}/recut", {
          params: { path: { project, source } },
          body: { segmentation, dry_run },
        }),
      ),
  },

  coding: {
    units: (project: string, query: Query<"/api/projects/{project}/code/units">) =>
      data(client.GET("/api/projects/{project}/code/units", { params: { ...of(project), query } })),
    unit: (project: string, unit: number) =>
      data(client.GET("/api/projects/{project}/code/units/{unit}", { params: { path: { project, unit } } })),
    similar: (project: string, unit: number, signal: AbortSignal) =>
      data(client.GET("/api/projects/{project}/code/units/{unit}/similar", { params: { path: { project, unit } }, signal })),
    similarTo: (project: string, text: string, signal: AbortSignal) =>
      data(client.GET("/api/projects/{project}/code/similar", { params: { ...of(project), query: { text } }, signal })),
    saturation: (project: string, query: Query<"/api/projects/{project}/code/saturation">) =>
      data(client.GET("/api/projects/{project}/code/saturation", { params: { ...of(project), query } })),
    document: (project: string, unit: number) =>
      data(client.GET("/api/projects/{project}/code/units/{unit}/document", { params: { path: { project, unit } } })),
    values: (project: string, query: Query<"/api/projects/{project}/code/values">) =>
      data(client.GET("/api/projects/{project}/code/values", { params: { ...of(project), query } })),
    views: (project: string) => data(client.GET("/api/projects/{project}/code/views", { params: of(project) })),
    saveView: (project: string, body: components["schemas"]["ViewBody"]) =>
      data(client.POST("/api/projects/{project}/code/views", { params: of(project), body })),
    withdrawView: (project: string, view: string) =>
      data(client.DELETE("/api/projects/{project}/code/views/{view}", { params: { path: { project, view } } })),
    suggest: (project: string, prefix: string, signal: AbortSignal) =>
      data(client.GET("/api/projects/{project}/code/suggest", { params: { ...of(project), query: { prefix } }, signal })),
  },

  grouping: {
    tray: (project: string, query: Query<"/api/projects/{project}/group/tray">) =>
      data(client.GET("/api/projects/{project}/group/tray", { params: { ...of(project), query } })),
    norms: (project: string, query: Query<"/api/projects/{project}/group/tray/norms">) =>
      data(client.GET("/api/projects/{project}/group/tray/norms", { params: { ...of(project), query } })),
    codebook: (project: string) => data(client.GET("/api/projects/{project}/group/codes", { params: of(project) })),
    create: (project: string, body: { name: string; norms: string[]; colour: string }) =>
      data(client.POST("/api/projects/{project}/group/codes", { params: of(project), body: { ...ENTRY, ...body } })),
    describe: (project: string, code: string, body: CodeChange) =>
      data(client.PATCH("/api/projects/{project}/group/codes/{code}", { params: { path: { project, code } }, body })),
    place: (project: string, code: string, norms: string[]) =>
      data(client.POST("/api/projects/{project}/group/codes/{code}/place", { params: { path: { project, code } }, body: { norms } })),
    move: (project: string, code: string, into: string, norms: string[]) =>
      data(client.POST("/api/projects/{project}/group/codes/{code}/move", { params: { path: { project, code } }, body: { into, norms } })),
    arrange: (project: string, body: components["schemas"]["ArrangeBody"]) =>
      data(client.POST("/api/projects/{project}/group/arrange", { params: of(project), body })),
    units: (project: string, code: string, query: Query<"/api/projects/{project}/group/codes/{code}/units">) =>
      data(client.GET("/api/projects/{project}/group/codes/{code}/units", { params: { path: { project, code }, query } })),
    stale: (project: string, query: Query<"/api/projects/{project}/group/stale">) =>
      data(client.GET("/api/projects/{project}/group/stale", { params: { ...of(project), query } })),
    proposals: (project: string) => data(client.GET("/api/projects/{project}/group/proposals", { params: of(project) })),
    refuse: (project: string, norms: string[]) =>
      data(client.POST("/api/projects/{project}/group/proposals/refuse", { params: of(project), body: { norms } })),
    compare: (project: string, left: string, right: string) =>
      data(client.GET("/api/projects/{project}/group/compare", { params: { ...of(project), query: { left, right } } })),
    unplace: (project: string, code: string, norms: string[]) =>
      data(client.POST("/api/projects/{project}/group/codes/{code}/unplace", { params: { path: { project, code } }, body: { norms } })),
    split: (project: string, code: string, parts: Part[], retire: boolean) =>
      data(client.POST("/api/projects/{project}/group/codes/{code}/split", { params: { path: { project, code } }, body: { parts, retire } })),
    retire: (project: string, code: string) =>
      data(client.POST("/api/projects/{project}/group/codes/{code}/retire", { params: { path: { project, code } } })),
    restore: (project: string, code: string) =>
      data(client.POST("/api/projects/{project}/group/codes/{code}/restore", { params: { path: { project, code } } })),
    merge: (project: string, codes: string[], into: string) =>
      data(client.POST("/api/projects/{project}/group/merge", { params: of(project), body: { codes, into } })),
    impact: (project: string, body: ImpactQuestion) =>
      data(client.POST("/api/projects/{project}/group/impact", { params: of(project), body })),
  },

  teaching: {
    state: (project: string) => data(client.GET("/api/projects/{project}/teach", { params: of(project) })),
    train: (project: string) => data(client.POST("/api/projects/{project}/teach", { params: of(project) })),
    encode: (project: string) => data(client.POST("/api/projects/{project}/teach/encode", { params: of(project) })),
    encoders: (project: string) => data(client.GET("/api/projects/{project}/teach/encoders", { params: of(project) })),
    offerEncoder: (project: string, body: OfferWish) =>
      data(client.POST("/api/projects/{project}/teach/encoders", { params: of(project), body })),
    useEncoder: (project: string, encoder: string) =>
      data(
        client.POST("/api/projects/{project}/teach/encoders/{encoder}/use", {
          params: { path: { project, encoder } },
          body: { teach: true },
        }),
      ),
    forgetEncoder: (project: string, encoder: string) =>
      data(
        client.DELETE("/api/projects/{project}/teach/encoders/{encoder}/vectors", { params: { path: { project, encoder } } }),
      ),
    tuning: (project: string) => data(client.GET("/api/projects/{project}/teach/tuning", { params: of(project) })),
    tune: (project: string, body: TuneWish) =>
      data(client.POST("/api/projects/{project}/teach/tuning", { params: of(project), body: { ...body, afresh: false } })),
    tuneCost: (project: string, body: TuneWish) =>
      data(client.POST("/api/projects/{project}/teach/tuning/estimate", { params: of(project), body })),
    tuneDiscard: (project: string) => data(client.DELETE("/api/projects/{project}/teach/tuning", { params: of(project) })),
    whatIf: (project: string, text: string, code: string | null, signal: AbortSignal) =>
      data(client.POST("/api/projects/{project}/teach/what-if", { params: of(project), body: { text, code }, signal })),
    compare: (project: string, first: string, second: string) =>
      data(client.GET("/api/projects/{project}/teach/models/compare", { params: { ...of(project), query: { first, second } } })),
    pin: (project: string, model: string) =>
      data(client.POST("/api/projects/{project}/teach/models/{model}/pin", { params: { path: { project, model } } })),
    unpin: (project: string) => data(client.POST("/api/projects/{project}/teach/unpin", { params: of(project) })),
    export: (project: string, model: string, query: { complete: boolean; licence: string | null }) =>
      data(
        client.GET("/api/projects/{project}/teach/models/{model}/export", {
          params: { path: { project, model }, query },
          parseAs: "blob",
        }),
      ) as Promise<Blob>,
    questions: (project: string) =>
      data(client.GET("/api/projects/{project}/teach/questions", { params: { ...of(project), query: { wait: false } } })),
    answer: (project: string, question: string, body: components["schemas"]["AnswerBody"]) =>
      data(
        client.POST("/api/projects/{project}/teach/questions/{question}/answer", {
          params: { path: { project, question } },
          body,
        }),
      ),
    setAside: (project: string, question: string) =>
      data(
        client.POST("/api/projects/{project}/teach/questions/{question}/aside", { params: { path: { project, question } } }),
      ),
    simulate: (project: string, body: SimulationBody) =>
      data(
        client.POST("/api/projects/{project}/teach/simulations", {
          params: of(project),
          body: body as components["schemas"]["SimulationBody"],
        }),
      ),
    simulations: (project: string) => data(client.GET("/api/projects/{project}/teach/simulations", { params: of(project) })),
    simulationSources: (project: string) =>
      data(client.GET("/api/projects/{project}/teach/simulations/sources", { params: of(project) })),
    calibration: (project: string, model: string) =>
      data(client.GET("/api/projects/{project}/teach/calibration", { params: { path: { project }, query: { model } } })),
    meaning: (project: string, code: string) =>
      data(client.GET("/api/projects/{project}/teach/codes/{code}", { params: { path: { project, code } } })),
  },

  verifying: {
    state: (project: string) => data(client.GET("/api/projects/{project}/verify", { params: of(project) })),
    open: (project: string, body: components["schemas"]["RoundBody"]) =>
      data(client.POST("/api/projects/{project}/verify/rounds", { params: of(project), body })),
    round: (project: string, round: string) =>
      data(client.GET("/api/projects/{project}/verify/rounds/{round}", { params: { path: { project, round } } })),
    advice: (project: string) => data(client.GET("/api/projects/{project}/verify/advice", { params: of(project) })),
    forecast: (project: string) => data(client.GET("/api/projects/{project}/verify/forecast", { params: of(project) })),
    bands: (project: string, code: string) =>
      data(client.GET("/api/projects/{project}/verify/bands", { params: { ...of(project), query: { code } } })),
    reasons: (project: string, unit: number, code: string, model: string) =>
      data(
        client.GET("/api/projects/{project}/verify/units/{unit}/reasons", {
          params: { path: { project, unit }, query: { code, model } },
        }),
      ),
    nearest: (project: string, unit: number) =>
      data(client.GET("/api/projects/{project}/verify/units/{unit}/nearest", { params: { path: { project, unit } } })),
    givenReasons: (project: string, unit: number) =>
      data(client.GET("/api/projects/{project}/verify/rationales", { params: { ...of(project), query: { unit } } })),
  },

  applying: {
    state: (project: string) => data(client.GET("/api/projects/{project}/apply", { params: of(project) })),
    coverage: (project: string, confidence: number) =>
      data(client.GET("/api/projects/{project}/apply/coverage", { params: { ...of(project), query: { confidence } } })),
    curve: (project: string) => data(client.GET("/api/projects/{project}/apply/curve", { params: of(project) })),
    units: (project: string, query: Query<"/api/projects/{project}/apply/units">) =>
      data(client.GET("/api/projects/{project}/apply/units", { params: { ...of(project), query: query as { code: string } } })),
    prevalence: (project: string) => data(client.GET("/api/projects/{project}/apply/prevalence", { params: of(project) })),
    promise: (project: string, query: Query<"/api/projects/{project}/apply/promise">) =>
      data(client.GET("/api/projects/{project}/apply/promise", { params: { ...of(project), query } })),
    run: (project: string, body: Partial<components["schemas"]["ApplyBody"]>) =>
      data(client.POST("/api/projects/{project}/apply", { params: of(project), body: body as components["schemas"]["ApplyBody"] })),
    preview: (project: string, query: Query<"/api/projects/{project}/apply/export/preview">) =>
      data(client.GET("/api/projects/{project}/apply/export/preview", { params: { ...of(project), query } })),
  },

  exporting: {
    formats: (project: string) => data(client.GET("/api/projects/{project}/export/formats", { params: of(project) })),
    run: (project: string, body: components["schemas"]["ExportBody"]) =>
      data(client.POST("/api/projects/{project}/export", { params: of(project), body })),
  },

  auditing: {
    log: (project: string, query: Query<"/api/projects/{project}/audit/log">) =>
      data(client.GET("/api/projects/{project}/audit/log", { params: { ...of(project), query } })),
    changes: (project: string, seq: number) =>
      data(client.GET("/api/projects/{project}/audit/changes/{seq}", { params: { path: { project, seq } } })),
    verify: (project: string) => data(client.POST("/api/projects/{project}/audit/verify", { params: of(project) })),
    at: (project: string, query: Query<"/api/projects/{project}/audit/at">) =>
      data(client.GET("/api/projects/{project}/audit/at", { params: { ...of(project), query } })),
  },

  exploring: {
    frequencies: (project: string) => data(client.GET("/api/projects/{project}/explore/frequencies", { params: of(project) })),
    together: (project: string) => data(client.GET("/api/projects/{project}/explore/together", { params: of(project) })),
    memos: (project: string, query: Query<"/api/projects/{project}/explore/memos"> = {}) =>
      data(client.GET("/api/projects/{project}/explore/memos", { params: { ...of(project), query } })),
    things: (project: string, references: string[]) =>
      data(client.GET("/api/projects/{project}/explore/things", { params: { ...of(project), query: { of: references } } })),
    offers: (project: string, search: string) =>
      data(client.GET("/api/projects/{project}/explore/offers", { params: { ...of(project), query: { search } } })),
  },
};

const ENTRY = { definition: "", use_when: "", not_when: "", examples: [], counter_examples: [], aliases: [], parents: [] };

/** Addresses of what goes through the outbox, which stores them, and of downloads. */
export const at = {
  note: (project: string, unit: number) => `/api/projects/${project}/code/units/${unit}/note`,
  mark: (project: string, unit: number) => `/api/projects/${project}/code/units/${unit}/mark`,
  bookmark: (project: string, unit: number) => `/api/projects/${project}/code/units/${unit}/bookmark`,
  codings: (project: string, unit: number) => `/api/projects/${project}/code/units/${unit}/codings`,
  memo: (project: string, memo: string) => `/api/projects/${project}/explore/memos/${memo}`,
  item: (project: string, round: string, position: number) => `/api/projects/${project}/verify/rounds/${round}/items/${position}`,
  reasons: (project: string, unit: number) => `/api/projects/${project}/verify/units/${unit}/rationales`,
  reason: (project: string, rationale: string) => `/api/projects/${project}/verify/rationales/${rationale}`,
  closed: (project: string, round: string) => `/api/projects/${project}/verify/rounds/${round}/close`,
  exported: (project: string, file: string) => `/api/projects/${project}/export/files/${file}`,
};

/** One attempt of the outbox: an answer of the server, or the finding that nobody answered. */
export async function send({ method, path, body }: Change): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return { kind: "done", data: response.status === 204 ? undefined : await response.json() };
    if (response.status === 401) dispatchEvent(new CustomEvent("linewise:signed-out"));
    if ([401, 429, 502, 503, 504].includes(response.status)) return { kind: "unreachable" };
    const details = (await response.json().catch(() => ({}))) as Partial<Details>;
    return { kind: "refused", error: new Problem(response.status, details) };
  } catch {
    return { kind: "unreachable" };
  }
}

function upload(project: string, file: File, progress: (share: number) => void): Promise<Upload> {
  return sent(`/api/projects/${project}/import/files`, file, progress);
}

/** Upload as a stream with progress, which fetch cannot report. */
function sent(path: string, file: File, progress: (share: number) => void): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `${path}?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total));
    request.onerror = () =>
      reject(new Problem(0, { detail: strings.problem.unreachable, remedy: strings.problem.unreachableRemedy }));
    request.onload = () => {
      if (request.status < 300) resolve(request.response as Upload);
      else reject(new Problem(request.status, (request.response ?? {}) as Partial<Details>));
    };
    request.setRequestHeader("content-type", "application/octet-stream");
    request.send(file);
  });
}
