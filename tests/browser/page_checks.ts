// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
import { deepStrictEqual, match, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import type { Page } from "playwright-core";
import { htmlChunks } from "../../mod.ts";
import { closeBrowser, type PageSettings, pageTest, withPage } from "../support/browser/page.ts";
import { runText } from "../support/run_text.ts";
import { runScenario, scenarioText } from "../support/scenarios.ts";

/** Writes a scenario's page to a file and opens it from there. */
async function open(
  scenario: string,
  test: (page: Page) => Promise<void>,
  { hash = "", text = "", ...settings }: PageSettings & { hash?: string; text?: string } = {},
): Promise<void> {
  const { timeline, info, verdicts } = text === "" ? runScenario(scenario) : runText(text);
  const file = await Deno.makeTempFile({ prefix: "cablepull-", suffix: ".html" });
  try {
    await Deno.writeTextFile(file, Array.from(htmlChunks(timeline, info, verdicts)).join(""));
    await withPage(`file://${file}${hash}`, test, settings);
  } finally {
    await Deno.remove(file);
  }
}

/** How many pixels of the diagram are of about that color. */
function pixels(page: Page, color: string): Promise<number> {
  return page.evaluate((color) => {
    const canvas = document.querySelector("canvas.stage") as HTMLCanvasElement;
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext("2d", { willReadFrequently: true })!;
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const distance = Math.abs(data[i]! - r) + Math.abs(data[i + 1]! - g) +
        Math.abs(data[i + 2]! - b);
      if (distance < 12) count++;
    }
    return count;
  }, color);
}

/** The picture of the diagram, to tell whether it has changed. */
async function picture(page: Page): Promise<string> {
  await settle(page);
  return await page.evaluate(() =>
    (document.querySelector("canvas.stage") as HTMLCanvasElement).toDataURL()
  );
}

/** Waits until what was asked for is drawn. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(() =>
    new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  );
}

/** The part of the run that is seen, and how many records are shown. */
async function status(page: Page): Promise<string> {
  await settle(page);
  return (await page.locator(".status .small").allTextContents()).join("; ");
}

/** What the pointer is at. */
async function pointed(page: Page): Promise<string> {
  await settle(page);
  return await page.locator(".pointed").textContent() ?? "";
}

const CLIENT_FIRST = "closing/client-first.yaml";

pageTest("a page shows its title, hosts, verdicts, and draws segments and states", async () => {
  await open(CLIENT_FIRST, async (page) => {
    const { info, timeline, verdicts } = runScenario(CLIENT_FIRST);
    const hold = `${verdicts.length} of ${verdicts.length} expectations hold`;
    strictEqual(await page.locator("h1").textContent(), info.title);
    strictEqual(await page.locator(".verdict").textContent(), `\u2713 ${hold}`);
    deepStrictEqual(await page.locator("[aria-label=Hosts] button").allTextContents(), [
      "client",
      "server",
    ]);
    ok(await pixels(page, "#0b7a75") > 300, "SYN arrows");
    ok(await pixels(page, "#45a868") > 2000, "ESTABLISHED bands");
    match(await status(page), /^0 s to 1\d\d\.\d+ ms; /);
    ok((await status(page)).endsWith(`; ${timeline.size} records`));
  });
});

pageTest(
  "the first view shows the handshake, and 0 the whole run with its wait folded",
  async () => {
    await open(CLIENT_FIRST, async (page) => {
      await page.keyboard.press("0");
      match(await status(page), /to 60\.32 s/);
      ok(await pixels(page, "#9aa6e8") > 50, "TIME-WAIT takes some room");
      ok(await pixels(page, "#45a868") > 500, "and leaves most to the rest");
      await page.keyboard.press("f");
      const scaled = await picture(page);
      ok(await pixels(page, "#9aa6e8") > 3000, "to scale, TIME-WAIT takes nearly all");
      await page.keyboard.press("f");
      await page.keyboard.press("1");
      notStrictEqual(await picture(page), scaled);
      match(await status(page), /^0 s to 1\d\d\.\d+ ms/);
    });
  },
);

pageTest(
  "the wheel scrolls, with Ctrl it zooms at the pointer, down to nanoseconds",
  async () => {
    await open(CLIENT_FIRST, async (page) => {
      await page.mouse.move(500, 300);
      await page.mouse.wheel(0, 300);
      const scrolled = await status(page);
      match(scrolled, /^[1-9]\d\.\d+ ms to/);
      await page.keyboard.press("Home");
      await page.keyboard.down("Control");
      for (let i = 0; i < 60; i++) await page.mouse.wheel(0, -400);
      await page.keyboard.up("Control");
      await settle(page);
      const before = await picture(page);
      await page.keyboard.press("+");
      strictEqual(await picture(page), before, "there is an end to zooming in");
      await page.keyboard.press("0");
      match(await status(page), /to 60\.32 s/);
    });
  },
);

pageTest(
  "a click on a segment shows the record, its fields, its causes, and links to it",
  async () => {
    await open(CLIENT_FIRST, async (page) => {
      const box = await page.locator("canvas.stage").boundingBox();
      ok(box !== null);
      const x = box.x + box.width * 0.45;
      let y = box.y + 100;
      while (!/SYN seq=0 len=0/.test(await pointed(page)) && y < box.y + 200) {
        y += 3;
        await page.mouse.move(x, y);
      }
      await page.mouse.click(x, y);
      const details = page.locator(".details");
      match(await details.locator("h2").textContent() ?? "", /^SYN seq=0 len=0/);
      match(await details.locator(".story").first().textContent() ?? "", /calls connect\(conn/);
      match(await details.textContent() ?? "", /windowScale/);
      match(page.url(), /#record=1[56]$/);
      await details.locator(".story .link").first().click();
      match(await details.locator("h2").textContent() ?? "", /^connect\(conn/);
    });
  },
);

pageTest("an address leads to its record, filter and search", async () => {
  const hash = "#record=69&hide=4&search=fin";
  await open(CLIENT_FIRST, async (page) => {
    strictEqual(await page.locator(".details .what .muted").textContent(), "#69");
    strictEqual(await page.locator("#search").inputValue(), "fin");
    const chip = page.getByRole("button", { name: "Processes" });
    strictEqual(await chip.getAttribute("aria-pressed"), "false");
    await page.evaluate(() => location.hash = "#record=15");
    strictEqual(await page.locator(".details .what .muted").textContent(), "#15");
  }, { hash });
});

pageTest("keys step through records, to causes and effects, and are explained", async () => {
  await open(CLIENT_FIRST, async (page) => {
    const id = async (): Promise<string> =>
      await page.locator(".details .what .muted").textContent() ?? "";
    await page.keyboard.press("ArrowDown");
    strictEqual(await id(), "#1");
    await page.keyboard.press("j");
    strictEqual(await id(), "#2");
    await page.keyboard.press("k");
    strictEqual(await id(), "#1");
    await page.keyboard.press("ArrowRight");
    strictEqual(await id(), "#3");
    await page.keyboard.press("ArrowLeft");
    strictEqual(await id(), "#1");
    match(await page.locator("[role=status]").textContent() ?? "", /#1 .*process web starts/);
    await page.keyboard.press("Escape");
    strictEqual(await page.locator(".details h2").count(), 0);
    await page.keyboard.press("?");
    const help = page.getByRole("dialog", { name: "Keys" });
    match(await help.textContent() ?? "", /fold long silences/);
    await page.keyboard.press("Escape");
    strictEqual(await help.count(), 0);
  });
});

pageTest(
  "filters hide kinds, hosts and connections, and what is hidden can be shown again",
  async () => {
    await open("faults/three-hosts.yaml", async (page) => {
      const all = await status(page);
      match(all, / [1-9]\d\d records$/);
      await page.getByRole("button", { name: "Segments", exact: true }).click();
      match(await status(page), /\d+ of \d+ records$/);
      await page.keyboard.press("Shift+Digit1");
      strictEqual(await status(page), all);
      await page.getByRole("button", { name: "near", exact: true }).click();
      match(await status(page), /\d+ of \d+ records$/);
      await page.keyboard.press("a");
      strictEqual(await status(page), all);
      await page.getByLabel("Connection", { exact: true }).selectOption({ index: 2 });
      match(await status(page), /\d+ of \d+ records$/);
      match(decodeURIComponent(page.url()), /connection=far\.conn/);
    });
  },
);

pageTest("a search finds records, counts them and goes through them", async () => {
  await open("faults/lost-fin.yaml", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("dropped");
    await page.keyboard.press("Enter");
    match(await page.locator(".search output").textContent() ?? "", /^1 of [1-9]/);
    match(await page.locator(".details .kind").textContent() ?? "", /segment dropped/);
    await page.locator("#search").fill("no such thing");
    await page.keyboard.press("Enter");
    strictEqual(await page.locator(".search output").textContent(), "0 found");
    await page.locator("#search").fill("#7");
    await page.keyboard.press("Enter");
    strictEqual(await page.locator(".details .what .muted").textContent(), "#7");
  });
});

pageTest("a lost segment ends in a cross and tells why it was lost", async () => {
  await open("faults/lost-fin.yaml", async (page) => {
    await page.keyboard.press("/");
    await page.keyboard.type("dropped");
    await page.keyboard.press("Enter");
    await settle(page);
    ok(await pixels(page, "#c02626") > 20);
    match(await page.locator(".details .gist, .details h2").first().textContent() ?? "", /FIN/);
  });
});

pageTest("an expectation that fails is shown at once, and leads to its records", async () => {
  const text = scenarioText(CLIENT_FIRST).replace("for: 60s", "for: 61s");
  await open("", async (page) => {
    match(await page.locator(".verdict").textContent() ?? "", /1 of \d+ expectations fail/);
    const sheet = page.getByRole("dialog", { name: "Expectations" });
    match(await sheet.locator("li").first().textContent() ?? "", /TIME-WAIT.*expected.*found/);
    await sheet.locator("li button").first().click();
    const { records = [] } = runText(text).verdicts.find(({ holds }) => !holds) ?? {};
    const shown = await page.locator(".details .what .muted").textContent();
    ok(records.some((id) => `#${id}` === shown), `${shown} of ${records}`);
  }, { text });
});

pageTest("a page is dark where the system is, and can be switched", async () => {
  await open(CLIENT_FIRST, async (page) => {
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    strictEqual(await ground(), "rgb(18, 22, 27)");
    ok(await pixels(page, "#12161b") > 100_000);
    await page.keyboard.press("d");
    await settle(page);
    strictEqual(await ground(), "rgb(255, 255, 255)");
    ok(await pixels(page, "#ffffff") > 100_000);
  }, { colorScheme: "dark" });
});

pageTest("windows and round-trip times are plotted where they were recorded", async () => {
  const text = scenarioText(CLIENT_FIRST) + "record: { tcp: true }\n";
  await open("", async (page) => {
    strictEqual(await page.locator(".plots canvas").count(), 2);
    match(await page.locator(".readout").textContent() ?? "", /cwnd 14,\d{3} B/);
    await page.locator(".plots canvas").first().click();
    match(await page.locator(".details h2").textContent() ?? "", /^cwnd/);
  }, { text });
  await open(CLIENT_FIRST, async (page) => strictEqual(await page.locator(".plots").count(), 0));
});

pageTest("all that can be pressed is reached by Tab and has a name", async () => {
  await open("faults/three-hosts.yaml", async (page) => {
    const nameless = await page.evaluate(() =>
      Array.from(document.querySelectorAll("button, input, select, [tabindex]"))
        .filter((it) => (it.getAttribute("aria-label") ?? it.textContent ?? "").trim() === "")
        .length
    );
    strictEqual(nameless, 0);
    const seen = new Set<string>();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press("Tab");
      seen.add(
        await page.evaluate(() =>
          document.activeElement?.className || document.activeElement?.id || ""
        ),
      );
    }
    for (const part of ["chip", "search", "stage", "splitter", "details"]) ok(seen.has(part), part);
  });
});

pageTest("a narrow window has no bar to scroll it, and the details below", async () => {
  await open(CLIENT_FIRST, async (page) => {
    await page.keyboard.press("ArrowDown");
    const { overflow, details, stage } = await page.evaluate(() => ({
      overflow: document.documentElement.scrollWidth - innerWidth,
      details: document.querySelector(".details")!.getBoundingClientRect().top,
      stage: document.querySelector("canvas.stage")!.getBoundingClientRect().bottom,
    }));
    strictEqual(overflow, 0);
    ok(details >= stage);
  }, { width: 800, height: 700 });
});

Deno.test.afterAll(closeBrowser);
