import { type DatasetMeta, PipelineError } from '@tsdistill/contracts';

/** What a `unique_id` stands for in a data set. */
export interface Place {
  readonly id: string;
  readonly series: number;
  readonly channel: number;
}

/** Every `unique_id` that a frame may use. */
export interface Places {
  readonly list: readonly Place[];
  /** What they name, for a message. */
  readonly what: 'target channels' | 'series';
}

/**
 * The channels of one series, or the series of a panel with one channel. One series of one channel answers to both names.
 *
 * @throws PipelineError FRAME_PANEL_CHANNELS for a panel with several channels
 */
export function findPlaces({ series, channels: { target } }: DatasetMeta): Places {
  if (series.length > 1) {
    if (target.length > 1)
      throw new PipelineError('FRAME_PANEL_CHANNELS', { seriesCount: series.length, channels: target });
    return { what: 'series', list: series.map(({ id }, index) => ({ id, series: index, channel: 0 })) };
  }
  const list = target.map((id, channel) => ({ id, series: 0, channel }));
  const id = series[0]?.id ?? '';
  const both = target.length === 1 && id !== target[0];
  return { what: 'target channels', list: both ? [...list, { id, series: 0, channel: 0 }] : list };
}
