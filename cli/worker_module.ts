/** The module of a worker: it stands beside this one, in TypeScript or, built, in JavaScript. */
export function workerModule(name: string): URL {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  return new URL(`./${name}.${extension}`, import.meta.url);
}
