import { createHash } from 'node:crypto';
import { enhancePage } from './enhance-page';
import { html, Html, type Part } from './html';
import { STYLE } from './style';

export interface PageParts {
  readonly title: string;
  readonly header: Part;
  /** Id → name of each section, for the bar of links; none for a short page. */
  readonly sections: Readonly<Record<string, string>>;
  readonly main: Part;
  readonly footer: Part;
}

const SCRIPT = `(${enhancePage.toString()})();`;
const SCRIPT_HASH = createHash('sha256').update(SCRIPT).digest('base64');
// Markup of their own, since every blank inside counts for the hash.
const SCRIPT_ELEMENT = new Html(`<script>${SCRIPT}</script>`);
const STYLE_ELEMENT = new Html(`<style>${STYLE}</style>`);
/** Nothing may be loaded, sent or run but what stands in the page itself. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${SCRIPT_HASH}'; base-uri 'none'; form-action 'none'`;

/** A whole page in one text: style, charts and script stand in it. */
export function documentPage({ title, header, sections, main, footer }: PageParts): string {
  const links = Object.entries(sections);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <a class="skip" href="#main">To the content</a>
        <header>${header}</header>
        ${
          links.length > 0 &&
          html`<nav aria-label="Sections">
            <ul>
              ${links.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}
            </ul>
          </nav>`
        }
        <main id="main" tabindex="-1">${main}</main>
        <footer>${footer}</footer>
        ${SCRIPT_ELEMENT}
      </body>
    </html> `.text;
}
