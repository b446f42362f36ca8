/** An import plan as the columns table edits it: one role a column. */

import type { Column, ImportPlan, ImportTotals, Preview } from "./types";

export type Role = Column["role"];
/** "comma" is a number that is written 1.234,5. */
export type AttributeType = Column["type"] | "comma";

export function roleOf(plan: ImportPlan, column: string): Role {
  if (plan.text.includes(column)) return "text";
  if (plan.id === column) return "id";
  if (plan.codes === column) return "codes";
  if (plan.speaker === column) return "speaker";
  return plan.attributes.some(([name]) => name === column) ? "attribute" : "ignore";
}

export function typeOf(plan: ImportPlan, column: Column): AttributeType {
  const type = plan.attributes.find(([name]) => name === column.name)?.[1] ?? column.type;
  return type === "number" && plan.decimal_comma.includes(column.name) ? "comma" : type;
}

/** Give a column a role. What only one column can be moves to it; a plan is never left without a text column. */
export function withRole(plan: ImportPlan, column: Column, role: Role, type: AttributeType = typeOf(plan, column)): ImportPlan {
  const { name } = column;
  const text = plan.text.filter((other) => other !== name);
  if (text.length === 0 && role !== "text") return plan;
  const kept = type === "comma" ? "number" : type;
  const commas = plan.decimal_comma.filter((other) => other !== name);
  return {
    ...plan,
    text: role === "text" ? [...plan.text.filter((other) => other !== name), name] : text,
    id: role === "id" ? name : plan.id === name ? null : plan.id,
    codes: role === "codes" ? name : plan.codes === name ? null : plan.codes,
    speaker: role === "speaker" ? name : plan.speaker === name ? null : plan.speaker,
    attributes: [
      ...plan.attributes.filter(([other]) => other !== name),
      ...(role === "attribute" ? [[name, kept] as [string, Column["type"]]] : []),
    ],
    decimal_comma: role === "attribute" && type === "comma" ? [...commas, name] : commas,
  };
}

type Problem = Preview["problems"][number] | ImportTotals["problems"][number];

/** What is wrong in each column, and with rows as a whole under "". */
export function problemsByColumn(problems: readonly Problem[]): Map<string, Problem[]> {
  const found = new Map<string, Problem[]>();
  for (const problem of problems) {
    const column = problem.column ?? "";
    found.set(column, [...(found.get(column) ?? []), problem]);
  }
  return found;
}

export type Shown =
  | { kind: "unit"; key: string; unit: Preview["units_sample"][number] }
  | { kind: "bad"; key: string; row: number; problems: Problem[] };

/** The first units with the rows that do not fit between them, in the order of the file. */
export function inOrder(preview: Preview, most: number): Shown[] {
  const bad = new Map<number, Problem[]>();
  for (const problem of preview.problems) {
    if (!problem.kept) bad.set(problem.row, [...(bad.get(problem.row) ?? []), problem]);
  }
  const units: Shown[] = preview.units_sample.map((unit) => ({ kind: "unit", key: `${unit.row} ${unit.start}`, unit }));
  const last = preview.units_sample.at(-1)?.row ?? Infinity;
  const rows: Shown[] = [...bad].map(([row, problems]) => ({ kind: "bad", key: `bad ${row}`, row, problems }));
  const place = (one: Shown): number => (one.kind === "unit" ? one.unit.row : one.row);
  return [...units, ...rows.filter((one) => place(one) <= last)].toSorted((a, b) => place(a) - place(b)).slice(0, most);
}
