/** The UTC day of a moment, as `2026-11-27`. */
export const toDay = (at: number): string => new Date(at).toISOString().slice(0, 10);
