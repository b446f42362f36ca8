/** Ways of choosing and mixtures of two, as the server reads them. */

import type { StrategyView } from "./types";

/** "margin*0.7+rare*0.3", or the first way alone. */
export function mixture(first: string, second: string, share: number): string {
  const part = Math.min(95, Math.max(5, Math.round(share)));
  return second === "" || second === first ? first : `${first}*${part / 100}+${second}*${(100 - part) / 100}`;
}

/** What people call a way or a mixture. */
export function titleOf(strategies: readonly StrategyView[], written: string): string {
  const parts = written.split("+").map((part) => part.split("*").map((piece) => piece.trim()));
  const titles = parts.map(([name = "", share]) => {
    const title = strategies.find((one) => one.name === name)?.title ?? name;
    return share === undefined ? title : `${title} ${Math.round(Number(share) * 100)}%`;
  });
  return titles.join(" + ");
}

/** Ways that look at all codes, without the recommended one, in the groups that they are offered in. */
export function groupsOf(strategies: readonly StrategyView[]): [string, StrategyView[]][] {
  const kinds = new Map<string, StrategyView[]>();
  for (const one of strategies) {
    if (one.kind !== "recommended" && !one.needs_code) kinds.set(one.kind, [...(kinds.get(one.kind) ?? []), one]);
  }
  return [...kinds];
}
