// Opens each page by day and by night and prints what the checker of accessibility finds, a line for each.
// Use: node axe.js BROWSER PAGE...

const puppeteer = require("puppeteer-core");
const checker = require("fs").readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

(async () => {
  const [executablePath, ...pages] = process.argv.slice(2);
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"], timeout: 120000 });
  for (const name of pages) {
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage();
      page.setDefaultTimeout(120000);
      page.on("console", (said) => console.log(`${name}: ${said.text()}`));
      page.on("request", (asked) => asked.url().startsWith("file:") || console.log(`${name} asks for ${asked.url()}`));
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(`file://${name}`);
      const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      // The checker itself is a script, which the page forbids.
      await page.setBypassCSP(true);
      await page.reload();
      await page.evaluate(() => document.querySelectorAll("details").forEach((part) => (part.open = true)));
      await page.evaluate(checker);
      const { violations } = await page.evaluate(() => axe.run());
      for (const found of violations)
        for (const node of found.nodes) console.log(`${name} (${scheme}): ${found.id}: ${found.help}: ${node.html}`);
      if (paper === "rgba(0, 0, 0, 0)") console.log(`${name} (${scheme}): the style sheet does not apply`);
      await page.close();
    }
  }
  await browser.close();
  console.log("looked");
})();
