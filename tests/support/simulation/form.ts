/** A topology as plain data, as a file has it. */
export type Form = { [key: string]: FormValue };
/** Whatever may stand in one. */
export type FormValue = string | number | boolean | FormValue[] | Form;

/** One step of a program. */
export type StepForm = Form;
