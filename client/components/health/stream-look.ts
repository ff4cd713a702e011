import AlertIcon from '@bitrix24/b24icons-vue/outline/AlertIcon';
import CircleCheckIcon from '@bitrix24/b24icons-vue/outline/CircleCheckIcon';
import CircleMinusIcon from '@bitrix24/b24icons-vue/outline/CircleMinusIcon';
import HourglassIcon from '@bitrix24/b24icons-vue/outline/HourglassIcon';
import RefreshIcon from '@bitrix24/b24icons-vue/outline/RefreshIcon';
import type { Component } from 'vue';
import type { Tone } from '#components/plain/tone.ts';
import type { Stream, StreamName, StreamState } from '#contract/data-health.ts';

/** Colour and icon of each state; the word beside them says it. */
export const streamLooks: Readonly<Record<StreamState, { tone: Tone; icon: Component }>> = {
  fine: { tone: 'good', icon: CircleCheckIcon },
  matched: { tone: 'good', icon: CircleCheckIcon },
  done: { tone: 'good', icon: CircleCheckIcon },
  running: { tone: 'info', icon: RefreshIcon },
  delayed: { tone: 'warn', icon: AlertIcon },
  parked: { tone: 'warn', icon: HourglassIcon },
  differing: { tone: 'warn', icon: AlertIcon },
  failed: { tone: 'bad', icon: AlertIcon },
  never: { tone: 'neutral', icon: CircleMinusIcon },
};

/** States that the notes under the table explain. */
export function isExplained(stream: Stream): boolean {
  return stream.state === 'parked' || stream.state === 'failed' || stream.state === 'delayed' || stream.state === 'differing';
}

/** Where the page goes when somebody asks why. */
export function noteIdOf(stream: StreamName): string {
  return `stream-note-${stream}`;
}
