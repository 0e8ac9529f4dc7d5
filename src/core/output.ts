/** Text for the run's thread: what was asked and what came back. Foreign text is redacted by the port it came from. */
export interface Output {
  title: string;
  text: string;
}
