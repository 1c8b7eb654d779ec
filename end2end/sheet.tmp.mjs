import { chromium } from '@playwright/test';
const [out, ...names]=process.argv.slice(2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu','--allow-file-access-from-files']});
const p=await b.newPage({viewport:{width:1960,height:800}});
import fs from 'fs';
const img=n=>`<img src="data:image/png;base64,${fs.readFileSync('/tmp/shots/'+n+'.png').toString('base64')}" style="max-width:${n.includes('1440')?940:320}px;border:1px solid #888;vertical-align:top;margin:3px">`;
await p.setContent(`<body style="margin:0;background:#777">${names.map(img).join('')}</body>`);
await p.screenshot({path:out,fullPage:true});
await b.close();
