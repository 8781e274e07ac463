/** What each way to start a run is given. */
export interface ChoiceProps {
  readonly onStarted: () => void
}
