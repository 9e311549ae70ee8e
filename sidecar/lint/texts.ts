import type { Rule } from "eslint";

type Report = (text: string) => string | undefined;

/**
 * A rule that looks at every text of a program: strings, templates and patterns.
 *
 * @param wrong what is wrong with a text or a pattern; undefined where nothing is
 */
export function ruleOfTexts(
  docs: string,
  wrong: { text: Report; pattern: Report; list?: (texts: string[]) => string | undefined },
): Rule.RuleModule {
  return {
    meta: { type: "problem", docs: { description: docs }, schema: [] },
    create(context) {
      const say = (node: Rule.Node, message: string | undefined): void => {
        if (message !== undefined) context.report({ node, message });
      };
      return {
        Literal(node) {
          if ("regex" in node) say(node, wrong.pattern(node.regex.pattern));
          else if (typeof node.value === "string") say(node, wrong.text(node.value));
        },
        TemplateElement(node) {
          // A pattern may be written as a template.
          const { raw } = node.value;
          say(node, wrong.text(raw) ?? wrong.pattern(raw));
        },
        ArrayExpression(node) {
          const texts = node.elements.flatMap((it) =>
            it?.type === "Literal" && typeof it.value === "string" ? [it.value] : [],
          );
          say(node, wrong.list?.(texts));
        },
      };
    },
  };
}
