import { PROJECT } from "./built.ts";
import { LOSSY_UPLOAD } from "./lossy_upload.ts";
import type { Result, Workload } from "./workload.ts";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What the driver prints. */
type Figures = Readonly<Record<"open" | "scroll" | "zoom" | "whole", number>>;

/** Writes the page of a run to a file, and returns how many records it has. */
async function writePage(path: string): Promise<number> {
  const { htmlChunks, loadTopology, Run } = await import("../mod.ts"); // only here, for their memory
  const loaded = loadTopology(LOSSY_UPLOAD, "page.yaml");
  if (loaded.mistakes !== null) throw new Error("The topology of a benchmark has mistakes");
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  const { timeline, info, verdicts } = run.finish();
  Deno.writeTextFileSync(path, Array.from(htmlChunks(timeline, info, verdicts)).join(""));
  return timeline.size;
}

/** One figure of a page of 100,000 records in Chromium. */
class PageWorkload implements Workload {
  readonly name: string;
  readonly unit: string;
  readonly #figure: keyof Figures;
  readonly #browser: string;

  constructor(name: string, unit: string, figure: keyof Figures, browser: string) {
    this.name = name;
    this.unit = unit;
    this.#figure = figure;
    this.#browser = browser;
  }

  async run(): Promise<Result> {
    const path = Deno.makeTempFileSync({ prefix: "cablepull-", suffix: ".html" });
    try {
      const operations = await writePage(path);
      const { code, stdout, stderr } = new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--allow-all", "bench/page/drive.ts", path, this.#browser],
        cwd: PROJECT,
      }).outputSync();
      if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
      const figures = JSON.parse(new TextDecoder().decode(stdout)) as Figures;
      return { value: figures[this.#figure], operations };
    } finally {
      Deno.removeSync(path);
    }
  }
}

/** What a large page costs the browser; nothing where no Chromium is installed. */
export function pageWorkloads(): readonly Workload[] {
  const browser = PLACES.find((place) => {
    try {
      return Deno.statSync(place).isFile;
    } catch {
      return false;
    }
  });
  if (browser === undefined) return [];
  return [
    new PageWorkload("page, 100,000 records, open", "ms", "open", browser),
    new PageWorkload("page, 100,000 records, scroll", "frames/s", "scroll", browser),
    new PageWorkload("page, 100,000 records, zoom", "frames/s", "zoom", browser),
    new PageWorkload("page, 100,000 records, all in sight", "frames/s", "whole", browser),
  ];
}
