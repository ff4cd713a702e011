import type { PipelineForecast, PipelinePart } from '#contract/pipeline-forecast.ts';
import type { Scope } from '#domain/plan.ts';
import { shiftDay } from '#domain/period.ts';
import { readSpan, type AskedSpan } from '../asked-span.ts';
import { readPipelineShares, type PipelineShare } from '../pipeline-parts.ts';
import type { PortalContext } from '../portal-context.ts';
import { createMoney, type Money } from '../wire-values.ts';

export async function replyPipelineForecast(
  context: PortalContext,
  { scope, ...asked }: AskedSpan & { scope: Scope },
): Promise<PipelineForecast> {
  const span = readSpan(asked);
  const shares = await readPipelineShares(context, span, scope);
  const money = createMoney(context.portal.currencyDigits);
  return {
    ...{ month: asked.month, from: span.from, to: shiftDay(span.before, -1), scope },
    parts: shares.length === 0 ? null : shares.map((share) => toPart(share, money)),
  };
}

function toPart({ pipelineId, name, fact, fromOpen, fromNew, weighted, low, median, high }: PipelineShare, money: Money): PipelinePart {
  return {
    ...{ pipelineId: pipelineId === null ? null : String(pipelineId), name },
    ...{ fact: money(fact), fromOpen: money(fromOpen), fromNew: money(fromNew), expected: money(fact + fromOpen + fromNew) },
    ...{ low: money(low), median: money(median), high: money(high), byTable: money(fact + weighted) },
  };
}
