/** What the Explore page says. */

export const explore = {
  explore: {
    title: "Explore",
    search: "Search texts",
    found: (count: string): string => `${count} units`,
    inCode: "open in Code",
    frequencies: "How often",
    showUnits: "Show its units",
    noCodes: "No codes yet.",
    together: "Together in a unit",
    noTogether: "No two codes stand in one unit yet.",
    units: "Units",
    toMemos: "What you think about it: the memos",
    open: (unit: number): string => `Open unit ${unit}`,
  },
};
