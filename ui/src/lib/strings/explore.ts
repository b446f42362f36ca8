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
    memos: "Memos",
    memo: "What you think about it",
    about: "About",
    aboutProject: "on the project",
    aboutUnit: "on a unit",
    aboutCode: (name: string): string => `on ${name}`,
    unitNumber: "Number of the unit",
    write: "Write the memo",
    withdraw: "withdraw",
    withdrawn: "The memo is withdrawn.",
    noMemos: "No memos yet. A memo holds a thought about anything; the log keeps when it came.",
    unit: (id: string): string => `Unit ${id}`,
    subjects: { project: "The project", round: "A round", model: "A model", coder: "A coder" } as Record<string, string>,
  },
};
