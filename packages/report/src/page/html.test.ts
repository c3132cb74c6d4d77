import fc from 'fast-check';
import { html, Html, type Part } from './html';

/** Reads one text back, as a browser does. */
function unescape(text: string): string {
  const names: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => names[name] ?? '');
}

it('keeps any text what it is, and lets none of it be markup', () =>
  fc.assert(
    fc.property(fc.string(), (text) => {
      const { text: written } = html`<p title="${text}">${text}</p>`;
      const [, attribute = '', content = ''] = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(written) ?? [];
      const expected = text.replaceAll(' %', '\u00a0%');
      expect([unescape(attribute), unescape(content)]).toEqual([expected, expected]);
    }),
  ));

it('takes markup as it is, joins lists, and writes nothing for what is not there', () => {
  const items: Part[] = ['<a>', new Html('<b>'), 0, null, undefined, false, [1, ['&']]];
  expect(html`<i>${items}</i>`.text).toBe('<i>&lt;a&gt;<b>01&amp;</i>');
});
