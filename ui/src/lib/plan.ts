/** An import plan as the columns table edits it: one role a column. */

import type { Column, ImportPlan } from "./types";

export type Role = Column["role"];
export type AttributeType = Column["type"];

export function roleOf(plan: ImportPlan, column: string): Role {
  if (plan.text.includes(column)) return "text";
  if (plan.id === column) return "id";
  if (plan.codes === column) return "codes";
  if (plan.speaker === column) return "speaker";
  return plan.attributes.some(([name]) => name === column) ? "attribute" : "ignore";
}

export function typeOf(plan: ImportPlan, column: Column): AttributeType {
  return plan.attributes.find(([name]) => name === column.name)?.[1] ?? column.type;
}

/** Give a column a role. What only one column can be moves to it; a plan is never left without a text column. */
export function withRole(plan: ImportPlan, column: Column, role: Role, type: AttributeType = column.type): ImportPlan {
  const { name } = column;
  const text = plan.text.filter((other) => other !== name);
  if (text.length === 0 && role !== "text") return plan;
  return {
    ...plan,
    text: role === "text" ? [...plan.text.filter((other) => other !== name), name] : text,
    id: role === "id" ? name : plan.id === name ? null : plan.id,
    codes: role === "codes" ? name : plan.codes === name ? null : plan.codes,
    speaker: role === "speaker" ? name : plan.speaker === name ? null : plan.speaker,
    attributes: [
      ...plan.attributes.filter(([other]) => other !== name),
      ...(role === "attribute" ? [[name, type] as [string, AttributeType]] : []),
    ],
  };
}
