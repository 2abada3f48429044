import { chromium } from "playwright-core";
import sparticuz from "@sparticuz/chromium";
const [,, file, out, width="1280", full="1"] = process.argv;
const b = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: ["--no-sandbox","--disable-gpu"] });
const p = await b.newPage({ viewport: { width: Number(width), height: 800 } });
await p.goto("file://"+file);
await p.screenshot({ path: out, fullPage: full==="1" });
await b.close();
