// deno-lint-ignore-file no-undef -- the compiler knows what a browser has
/// <reference lib="dom" />
/**
 * Opens a page in Chromium and prints as JSON how long it takes to open, and
 * how many pictures a second it draws while it scrolls and zooms. A program of
 * its own, since what drives the browser needs every permission.
 *
 * @module
 */
import { chromium, type Page } from "playwright-core";

const [path = "", executablePath = ""] = Deno.args;

/** Pictures that are drawn for each measurement. */
const FRAMES = 120;

/** What is done before each picture: a turn of the wheel, or of the wheel with Ctrl. */
interface Turn {
  readonly deltaY: number;
  readonly ctrlKey: boolean;
}

/** How many pictures a second are drawn while the wheel turns. */
async function framesPerSecond(page: Page, turn: Turn): Promise<number> {
  return await page.evaluate(async ({ turn, frames }) => {
    const canvas = document.querySelector("canvas.stage");
    const { width, height } = canvas!.getBoundingClientRect();
    const next = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
    const start = await next();
    let now = start;
    for (let i = 0; i < frames; i++) {
      const there = i % 60 < 30 ? 1 : -1;
      const event = new WheelEvent("wheel", {
        deltaY: turn.deltaY * there,
        ctrlKey: turn.ctrlKey,
        clientX: width / 2,
        clientY: height / 2,
        cancelable: true,
      });
      canvas!.dispatchEvent(event);
      now = await next();
    }
    return frames * 1000 / (now - start);
  }, { turn, frames: FRAMES });
}

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const begin = performance.now();
await page.goto(`file://${path}`);
await page.waitForFunction(() => document.querySelector(".status .small")?.textContent !== "");
await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
const open = performance.now() - begin;
const scroll = await framesPerSecond(page, { deltaY: 400, ctrlKey: false });
const zoom = await framesPerSecond(page, { deltaY: 60, ctrlKey: true });
await page.keyboard.press("0");
const whole = await framesPerSecond(page, { deltaY: -3, ctrlKey: true });
await browser.close();
const figures = JSON.stringify({ open, scroll, zoom, whole });
await Deno.stdout.write(new TextEncoder().encode(`${figures}\n`));
