import { stripVTControlCharacters } from "node:util";
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
} from "@playwright/test/reporter";

/** One line a test, the reasons of failures, and at the very end "N passed, N failed". */
export default class Lines implements Reporter {
  private suite: Suite | undefined;
  private broken = 0;

  onBegin(_config: FullConfig, suite: Suite): void {
    this.suite = suite;
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, , file, ...titles] = test.titlePath();
    const retried = result.retry > 0 ? `, retry ${result.retry}` : "";
    const seconds = (result.duration / 1_000).toFixed(1);
    console.log(`${result.status.padEnd(8)} ${file} › ${titles.join(" › ")} (${seconds} s${retried})`);
    if (result.status === "passed" || result.status === "skipped") return;
    for (const error of result.errors) say(error);
    for (const { name, path } of result.attachments) if (path !== undefined) console.log(`    ${name}: ${path}`);
  }

  /** What fails outside of tests: a file that cannot be read, a worker that dies. */
  onError(error: TestError): void {
    this.broken += 1;
    say(error);
  }

  onStdOut(text: string | Buffer): void {
    process.stdout.write(text);
  }

  onEnd(_result: FullResult): void {
    const tests = this.suite?.allTests() ?? [];
    const count = (outcome: ReturnType<TestCase["outcome"]>) => tests.filter((test) => test.outcome() === outcome);
    for (const outcome of ["flaky", "unexpected"] as const) {
      const word = outcome === "flaky" ? "flaky" : "failed";
      for (const test of count(outcome)) console.log(`${word}: ${test.titlePath().slice(2).join(" › ")}`);
    }
    const skipped = count("skipped").length;
    if (skipped > 0) console.log(`${skipped} not run`);
    const passed = count("expected").length + count("flaky").length;
    console.log(`${passed} passed, ${count("unexpected").length + this.broken} failed`);
  }

  printsToStdio(): boolean {
    return true;
  }
}

function say(error: TestError): void {
  const text = [error.message ?? error.value ?? "", error.snippet ?? "", error.location ? place(error.location) : ""];
  console.log(
    stripVTControlCharacters(text.join("\n"))
      .split("\n")
      .map((line) => `    ${line}`)
      .join("\n"),
  );
}

function place({ file, line }: { readonly file: string; readonly line: number }): string {
  return `at ${file}:${line}`;
}
