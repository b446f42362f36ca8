/** Short names for what the server answers with; schema.d.ts is generated from its OpenAPI description. */

import type { components } from "./schema";

type S = components["schemas"];

export type Code = S["Code"];
export type CodeCard = S["CodeCard"];
export type CodeChange = S["CodeChangeBody"];
export type Codebook = S["Codebook"];
export type Column = S["Column"];
export type Coverage = S["Coverage"];
export type ApplyState = S["ApplyState"];
export type Decision = S["DecisionBody"];
export type FactChange = S["FactChange"];
export type FiguresView = S["FiguresView"];
export type Frequency = S["Frequency"];
export type Impact = S["Impact"];
export type ImpactQuestion = S["ImpactBody"];
export type ImportPlan = S["ImportPlan"];
export type ImportReport = S["ImportReport"];
export type ItemView = S["ItemView"];
export type JobView = S["JobView"];
export type LogEntry = S["LogEntry"];
export type Memo = S["Memo"];
export type ModelCard = S["ModelCard"];
export type NoteView = S["NoteView"];
export type Part = S["PartBody"];
export type Preview = S["Preview"];
export type ProblemView = S["ProblemView"];
export type ProjectCard = S["ProjectCard"];
export type ProjectState = S["ProjectState"];
export type Rate = S["Rate"];
export type RoundSummary = S["RoundSummary"];
export type RoundView = S["RoundView"];
export type Snapshot = S["Snapshot"];
export type Source = S["Source"];
export type StrategyView = S["StrategyView"];
export type Suggestion = S["Suggestion"];
export type TeachState = S["TeachState"];
export type Together = S["Together"];
export type TrayItem = S["TrayItem"];
export type TrayPage = S["TrayPage"];
export type UnitView = S["UnitView"];
export type Upload = S["Upload"];
export type Verification = S["Verification"];
export type VerifyState = S["VerifyState"];

export type Origin = S["CodingView"]["origin"];
export type MarkState = NonNullable<UnitView["mark"]>;
