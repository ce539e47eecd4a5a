/**
 * What a setting of a system means: knobs of its profile with values to be
 * checked, or null where there is no knob for that value.
 */
export type Sysctl = (value: string) => Readonly<Record<string, unknown>> | null;
