/** The sections of the Teach page, in their order. One line makes one: its tab, its entry in the palette
 *  and its address, `?view=` and its name. A section takes no properties: `useLearning` and `useDesk` have what it needs. */

import type { Component } from "svelte";

import { place, type Command } from "../../lib/commands";
import { path } from "../../lib/route";
import { strings } from "../../lib/strings";
import Calibration from "./Calibration.svelte";
import EncoderSection from "./EncoderSection.svelte";
import Models from "./Models.svelte";
import Overview from "./Overview.svelte";
import Simulate from "./Simulate.svelte";
import QuestionCount from "./QuestionCount.svelte";
import Questions from "./Questions.svelte";
import Try from "./Try.svelte";
import Tune from "./Tune.svelte";

export interface Section {
  readonly name: string;
  readonly title: string;
  readonly component: Component;
  /** What stands beside its name: a number, say. */
  readonly beside?: Component;
}

export const SECTIONS: readonly Section[] = [
  { name: "overview", title: strings.teach.overview, component: Overview },
  { name: "questions", title: strings.questions.title, component: Questions, beside: QuestionCount },
  { name: "models", title: strings.teach.models, component: Models },
  { name: "calibration", title: strings.calibration.title, component: Calibration },
  { name: "encoder", title: strings.teach.encoder, component: EncoderSection },
  { name: "tune", title: strings.tune.title, component: Tune },
  { name: "try", title: strings.receipts.try, component: Try },
  { name: "simulate", title: strings.simulate.tab, component: Simulate },
];

/** The section that the address asks for; the first where it asks for none. */
export const sectionOf = (query: URLSearchParams): Section => SECTIONS.find(({ name }) => name === query.get("view")) ?? SECTIONS[0]!;

export const sectionPath = (project: string, section: Section): string =>
  path(project, "teach", section === SECTIONS[0] ? {} : { view: section.name });

/** What the palette calls "Teach: Models", and so on. */
export const sectionPlaces = (project: string): Command[] =>
  SECTIONS.map((section) =>
    place(`teach ${section.name}`, strings.stages.within(strings.stages.teach, section.title), sectionPath(project, section)),
  );
