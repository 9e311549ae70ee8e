import { chromium } from "@playwright/test";
const [,, out, login, path, ...sizes] = process.argv;
const executablePath = process.env.CANDOR_CHROMIUM ?? "/usr/bin/chromium";
const b = await chromium.launch({ executablePath });
for (const size of sizes) {
  const [w, scheme, lang] = size.split(",");
  const c = await b.newContext({ viewport: { width: +w, height: 1400 }, colorScheme: scheme === "dark" ? "dark" : "light" });
  if (scheme === "dark") await c.addCookies([{ name: "color_scheme", value: "dark", url: "http://127.0.0.1:8069" }]);
  const p = await c.newPage();
  await p.goto("http://127.0.0.1:8069/web/login"); await p.fill("#login", login); await p.fill("#password", login); await p.click("button[type=submit]:has-text('Log in')");
  await p.waitForURL(/odoo/); await p.goto("http://127.0.0.1:8069" + path); await p.waitForTimeout(6000);
  await p.screenshot({ path: `${out}-${w}-${scheme}.png`, fullPage: true });
  await c.close();
}
await b.close();
