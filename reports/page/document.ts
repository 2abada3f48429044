/** The shell of every page: head, policy, style, script; nothing in it is fetched. */

import { Sha256 } from "../../lib/data/sha256.ts";
import { html, Markup } from "../svg/markup.ts";
import { SCRIPT } from "./script.ts";
import { stylesheet } from "./style.ts";

export interface PageParts {
  readonly title: string;
  readonly main: Markup;
  /** JSON blocks after the content */
  readonly data?: Markup;
  /** default true; all content is there without it */
  readonly script?: boolean;
}

export function documentHtml({ title, main, data, script = true }: PageParts): string {
  const policy = `default-src 'none'; style-src 'unsafe-inline'; ${script ? `script-src 'sha256-${base64Sha256(SCRIPT)}'; ` : ""}img-src data:; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${title}</title><style>${new Markup(stylesheet())}</style></head>
<body><main>${main}</main>${data}${script && html`<script>${new Markup(SCRIPT)}</script>`}</body></html>
`.source;
}

/** The hash of a script as Content-Security-Policy writes it. */
export function base64Sha256(text: string): string {
  const hex = new Sha256().updateText(text).hex();
  return btoa(hex.replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16))));
}
