import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toMarkdown } from "./html";
import { readHtml } from "./html-tree";

describe("pasted HTML becomes Markdown", () => {
  test.each([
    ["<p>a <b>bold</b> <i>word</i> and <del>gone</del></p>", "a **bold** *word* and ~~gone~~"],
    ["<b> edge </b>x", "**edge** x"],
    ["<b>a <strong>b</strong></b>", "**a b**"],
    ['<b style="font-weight:normal"><p>one</p><p>two</p></b>', "one\n\ntwo"],
    ['<span style="font-weight:700">x</span>', "**x**"],
    ["<div>one</div><div>two</div>", "one\ntwo"],
    ["one<br>two", "one\ntwo"],
    ["<h2>Title</h2><p>text</p>", "## Title\n\ntext"],
    ['<a href="https://a.example/x(1)">docs</a>', "[docs](https://a.example/x%281%29)"],
    ['<a href="https://a.example/">https://a.example</a>', "https://a.example"],
    ['<a href="javascript:alert(1)">docs</a>', "docs"],
    ["<ul><li>a<li>b<ul><li>c</ul></ul>", "- a\n- b\n  - c"],
    ['<ol start="3"><li>a</li><li><p>b</p></li></ol>', "3. a\n4. b"],
    ['<ul><li><input type="checkbox" checked> done</li></ul>', "- [x] done"],
    ["<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"],
    ['<pre><code class="language-rs">fn main() {\n  1 &lt; 2\n}\n</code></pre>', "```rs\nfn main() {\n  1 < 2\n}\n```"],
    ["use <code>a`b</code>", "use ``a`b``"],
    ["<table><tr><th>Name<th>Size<tr><td>a|b<td>1</table>", "| Name | Size |\n| --- | --- |\n| a\\|b | 1 |"],
    ["<table><tr><td><p>only</p></td></tr></table>", "only"],
    ["2*3*4 and snake_case and _x_", "2\\*3\\*4 and snake_case and \\_x\\_"],
    ["<p># not a heading</p><p>1. not a list</p>", "\\# not a heading\n\n1\\. not a list"],
    ["<style>p{}</style><script>x<y</script><!-- n -->王小明&nbsp;&amp; 👍&#x1F600;", "王小明 & 👍😀"],
    ['<span class="katex"><math><annotation encoding="application/x-tex">x^2</annotation></math>x2</span>', "$x^2$"],
    ['<img alt="😀" src="https://e.example/1.png">', "😀"],
    ['<a title="1 > 0" href="https://a.example">it\'s</a>', "[it's](https://a.example)"],
    ["a < b and 5 <6", "a < b and 5 <6"],
  ])("%s", (html, markdown) => {
    expect(toMarkdown(html)).toBe(markdown);
  });

  test("whatever is thrown at it", () => {
    const piece = fc.oneof(
      fc.constantFrom("<", ">", "</", "<b>", "</b>", "<li>", "<ul>", "<td>", "<table>", "<p>", "<pre>", '"', "'", "&"),
      fc.constantFrom("<a href=", "<!--", "-->", "<style>", "</style>", "=", "&#x0;", "&lt;", "<td", "王"),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const found = toMarkdown(pieces.join(""));
        expect(found === undefined || found.trim() === found).toBe(true);
      }),
    );
  });

  test("plain words stay as they are", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "王", "é", "👍", "7"), minLength: 1 });
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), (words) => {
        expect(toMarkdown(`<p>${words.join(" ")}</p>`)).toBe(words.join(" "));
      }),
    );
  });

  test.each([
    ["<b>".repeat(10_000)],
    ["<a ".repeat(10_000)],
    ["<!--".repeat(10_000)],
    ["<style>".repeat(10_000)],
    ["<table><tr><td>".repeat(4_000)],
    ['<a href="'.repeat(8_000)],
    ["&".repeat(50_000)],
    ["*".repeat(50_000)],
    [`<p>${" ".repeat(50_000)}</p>`],
  ])("and hostile input ends soon (%#)", (html) => {
    expect(() => toMarkdown(html)).not.toThrow();
  });

  test("keeps what stands between tags", () => {
    expect(readHtml("a<i>b</i>").children).toEqual(["a", { tag: "i", attributes: {}, children: ["b"] }]);
  });
});
