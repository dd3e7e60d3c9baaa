// Texts about the metrics of a run in Chinese.
import type { Same } from '../en/index.ts';
import type { METRICS as EN } from '../en/metrics.ts';
import { length } from './numbers.ts';

export const METRICS: Same<typeof EN> = {
  'metrics.port': '在 http://127.0.0.1:<port>/metrics 提供本次运行的指标；填 0 则自动选用空闲端口',
  'metrics.wait': (a) => `运行结束后，最终指标保留多久供采集（默认：采集到为止，最多 ${length(a.most)}）`,
  'metrics.remoteWrite': '把本次运行的指标推送到该 Prometheus remote-write 地址：每 5 秒一次，结束时再推送一次',
  'metrics.at': (a) => `本次运行的指标：${a.url}`,
  'metrics.waiting': (a) => `正在等待从 ${a.url} 采集最终指标，最多等 ${length(a.most)}（按 Ctrl-C 可跳过）`,
  'metrics.staying': (a) => `可在 ${length(a.stay)}内从 ${a.url} 采集最终指标（按 Ctrl-C 可立即结束）`,
  'metrics.notScraped': (a) =>
    `${length(a.most)}内没有采集到最终指标：请缩短采集间隔，或用 --metrics-wait 延长等待时间`,
  'metrics.wrongWait': (a) => `--metrics-wait ${a.given}：请填写时长，例如 1m，最长 1h`,
  'metrics.waitAlone': '--metrics-wait 决定 --metrics-port 在结束后保持多久：两个参数要一起使用',
  'metrics.portTaken': (a) => `--metrics-port ${a.port}：该端口已被其他程序占用；请换一个端口，或填 0 自动选用空闲端口`,
  'metrics.portRefused': (a) => `--metrics-port ${a.port}：无法打开该端口：${a.why}`,
  'metrics.wrongUrl': (a) => `--remote-write ${a.url}：请填写形如 http://127.0.0.1:9090/api/v1/write 的地址`,
  'metrics.pushFailed': (a) => `向 ${a.url} 推送指标 ${a.of} 次，失败 ${a.n} 次；最后一次失败的原因：${a.why}`,
  'metrics.noEnds': (a) => `共 ${a.of} 个序列，只有 ${a.n} 个标记为已结束`,
};
