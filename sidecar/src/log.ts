import winston from "winston";
import type { Logger } from "winston";

/** What is logged to: a constant message plus fields. */
export interface Log {
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
}

/**
 * JSON lines on standard output: a constant message plus fields. Text of questions, passages and
 * answers, cookies and keys are no fields of anything.
 */
export function createLog(level: string): Logger {
  return winston.createLogger({
    level,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston's types name the interface, not the class
    transports: [new winston.transports.Console()],
  });
}
