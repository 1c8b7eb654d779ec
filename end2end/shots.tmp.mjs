import { chromium } from '@playwright/test';
const I='http://127.0.0.1:9001', A='http://127.0.0.1:9002';
const pages={
 confirm:`${I}/factors/confirm?to=/factors/passkey`, confirmcode:`${I}/factors/confirm?to=/factors/passkey&state=wrong`,
 confirmpw:`${I}/factors/confirm?to=/factors/passkey&state=wrong-password`, confirmrec:`${I}/factors/confirm?to=/factors/passkey&with=recovery&state=wrong-code`,
 passkey:`${I}/factors/passkey?state=first`, passkeyfail:`${I}/factors/passkey?state=failed`,
 codes:`${I}/factors/recovery-codes?state=again`, shown:`${I}/factors/recovery-codes?state=shown`, totp:`${I}/factors/totp`,
 one:`${I}/factors/macbook?state=last-passkey`, onetotp:`${I}/factors/totp2?state=not_sure`,
 stepup:`${I}/interaction/x/step-up`, stepuppin:`${I}/interaction/x/step-up?with=pin`, stepuprefused:`${I}/interaction/refused/step-up`, stepupdevice:`${I}/interaction/device/step-up`,
 signin:`${I}/interaction/name/sign-in`, signinrefused:`${I}/interaction/name-passkey/sign-in`,
 ways:`${A}/ways`, wayspw:`${A}/ways?state=password`,
};
const only=process.argv.slice(2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--disable-gpu']});
for (const js of [true,false]) for (const [w,h] of [[320,720],[1440,900]]) for (const cs of ['light','dark']) {
  if(!js && (cs==='dark'||w===1440)) continue;
  const c=await b.newContext({viewport:{width:w,height:h},colorScheme:cs,javaScriptEnabled:js,locale:process.env.LOC||'en-GB'});
  const p=await c.newPage();
  for (const [n,u] of Object.entries(pages)) { if(only.length&&!only.includes(n)) continue;
    await p.goto(u); if(js) await p.waitForTimeout(500);
    const o=js?await p.evaluate(()=>document.documentElement.scrollWidth-innerWidth):0; if(o>0) console.log(n,w,'overflow',o);
    await p.screenshot({path:`/tmp/shots/${n}-${w}-${cs}${js?'':'-nojs'}.png`,fullPage:true}); }
  await c.close();
}
await b.close();
