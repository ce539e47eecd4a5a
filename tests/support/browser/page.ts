import { type Browser, chromium, type Page } from "playwright-core";
import { CHROMIUM } from "./chromium.ts";

/** A test that opens a page. The browser is shared by the tests of a file. */
export function pageTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });
}

let browser: Promise<Browser> | null = null;

/** How a page is opened. */
export interface PageSettings {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: "light" | "dark";
}

/**
 * Opens a page in a window of its own, without a network, and closes it after
 * the test. Errors and warnings of the page fail the test.
 */
export async function withPage(
  address: string,
  test: (page: Page) => Promise<void>,
  { width = 1440, height = 900, colorScheme = "light" }: PageSettings = {},
): Promise<void> {
  browser ??= chromium.launch({
    executablePath: CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
  });
  const context = await (await browser).newContext({
    viewport: { width, height },
    colorScheme,
    offline: true,
  });
  const troubles: string[] = [];
  const page = await context.newPage();
  page.on("pageerror", (error) => troubles.push(error.stack ?? error.message));
  page.on("console", (message) => troubles.push(`${message.type()}: ${message.text()}`));
  page.on("request", (request) => {
    if (!/^(file|data):/.test(request.url())) troubles.push(`asks for ${request.url()}`);
  });
  try {
    await page.goto(address);
    await test(page);
  } finally {
    await context.close();
  }
  if (troubles.length > 0) throw new Error(troubles.join("\n"));
}

/** Ends the browser, if one was started. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = null;
}
