/** Short messages at the edge of the page, read out by screen readers. */

import { Problem } from "./api";

export interface Toast {
  id: number;
  words: string;
  remedy: string;
  tone: "plain" | "bad";
  action: { title: string; run(): void } | undefined;
}

let list = $state.raw<readonly Toast[]>([]);
let last = 0;

export const toasts = {
  get list(): readonly Toast[] {
    return list;
  },
  dismiss(id: number): void {
    list = list.filter((toast) => toast.id !== id);
  },
};

interface Options {
  remedy?: string;
  tone?: Toast["tone"];
  action?: Toast["action"];
}

export function toast(words: string, { remedy = "", tone = "plain", action }: Options = {}): void {
  const id = ++last;
  // The newest plain message replaces the one before; what went wrong stays until it is put away.
  list = [...list.filter((other) => other.tone === "bad").slice(-2), { id, words, remedy, tone, action }];
  if (tone !== "bad") setTimeout(() => toasts.dismiss(id), 8_000);
}

/** Tell what went wrong, and the remedy where there is one. */
export function tell(error: unknown): void {
  const words = error instanceof Error ? error.message : String(error);
  toast(words, { remedy: error instanceof Problem ? error.remedy : "", tone: "bad" });
}

/** Run something for a button or key: what fails is told in a toast. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    tell(error);
    return undefined;
  }
}
