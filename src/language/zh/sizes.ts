// Errors before a run for scenarios that are too large for it or for this machine, in Chinese.
import { whole } from '../numbers.ts';
import type { Same } from '../en/index.ts';
import type { SIZES as EN } from '../en/sizes.ts';

export const SIZES: Same<typeof EN> = {
  'sizes.visitors': (a) =>
    `一次运行容不下 ${whole(a.visitors)} 位访客，最多 ${whole(a.most)} 位；请减少访客，并按比例减少客服`,
  'sizes.memory': (a) =>
    `本机内存不够：同时在场的访客约 ${whole(a.visitors)} 位，大约需要 ${whole(a.needed)} MB，而允许使用 ${whole(a.allowed)} MB。请减少访客，或缩短空闲时间；虚拟时间可用 --memory 放宽`,
  'sizes.files': (a) =>
    `连接数超出打开文件数的上限：同时打开的连接约 ${whole(a.connections)} 个，而这里一个进程最多打开 ${whole(a.files)} 个文件。请先运行 \`ulimit -n ${a.needed}\`，或减少访客`,
  'sizes.ports': (a) =>
    `同一地址的连接太多：同时打开的连接约 ${whole(a.connections)} 个，而本机可用的端口只有 ${whole(a.ports)} 个。请放宽 net.ipv4.ip_local_port_range，或减少访客`,
};
