'use strict';
// Everything that a server sends is put in as text, never as markup.
const EVENTS_SHOWN = 200;
const LOOK = {
  RUNNING: 'good', DONE: 'good', HELD: 'waits', FAILED: 'bad', DECLINED: 'bad',
  ROLLING_OUT: 'moves', COMMITTED: 'moves', CLEARED: 'moves',
  'rollout-succeeded': 'good', 'rollout-failed': 'bad', 'update-declined': 'bad',
  'configuration-rejected': 'bad', 'revision-held': 'waits', 'environment-held': 'waits',
  'configuration-limited': 'waits',
};
const byId = id => document.getElementById(id);
const time = text => new Date(text).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const wait = millis => new Promise(done => setTimeout(done, millis));

function row(look, ...cells) {
  const tr = document.createElement('tr');
  for (const text of cells) {
    tr.appendChild(document.createElement('td')).textContent = text;
  }
  tr.lastChild.className = LOOK[look] || '';
  return tr;
}

async function call(path) {
  const token = sessionStorage.getItem('token');
  const answer = await fetch(path, {headers: {Authorization: `Bearer ${token}`}});
  if (answer.status === 401) {
    signIn((await answer.json()).detail);
  }
  if (!answer.ok) {
    throw new Error(`${path} answered ${answer.status}`);
  }
  return answer;
}

function state(environment, progress) {
  if (progress !== environment.progress) {
    return progress.toLowerCase().replace('_', ' ');
  }
  const since = environment.since ? `since ${time(environment.since)}` : '';
  return [progress.toLowerCase().replace('_', ' '), environment.detail, since, environment.whatHelps].filter(Boolean).join(', ');
}

function versions(image) {
  const running = image.running.join(', ');
  return running && running !== image.desired ? `${running} → ${image.desired}` : image.desired;
}

function rows(environment) {
  const rows = environment.images.map(image => row(
    image.progress, environment.environment, image.name || image.repository, versions(image), state(environment, image.progress)));
  if (!rows.length) {
    rows.push(row(environment.progress, environment.environment, '–', '–', environment.detail));
  }
  for (const proposal of environment.proposals || []) {
    rows.push(row('HELD', environment.environment, '–', '–', proposal));
  }
  for (const {place, since, problem, waits} of environment.outages || []) {
    rows.push(row('FAILED', environment.environment, '–', '–', `${place} does not answer since ${time(since)} (${problem})${waits ? '; the revision waits' : ''}`));
  }
  if (environment.hold) {
    const {actor, reason, since} = environment.hold;
    rows.push(row('HELD', environment.environment, '–', '–', `on hold by ${actor.name || actor} since ${time(since)}${reason ? `: ${reason}` : ''}`));
  }
  return rows;
}

function refusal({source, problems}) {
  return row('FAILED', '–', '–', '–', `configuration of ${source} refused, the last good one stays: ${problems.join('; ')}`);
}

let asked = false;
async function refresh() {
  if (asked) return;
  asked = true;
  await wait(200); // Events come in bursts: one look for all of them.
  asked = false;
  const {environments, refused} = await (await call('api/v1/status')).json();
  byId('status').replaceChildren(...environments.flatMap(rows), ...refused.map(refusal));
}

function show(event) {
  byId('events').prepend(row(event.type, time(event.time), event.environment || '', event.type, event.text));
  while (byId('events').childElementCount > EVENTS_SHOWN) {
    byId('events').lastChild.remove();
  }
}

async function follow() {
  const answer = await call('api/v1/events?follow=true&limit=50');
  byId('connection').textContent = 'live';
  byId('events').replaceChildren();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines.filter(Boolean)) show(JSON.parse(line));
    refresh().catch(() => {});
  }
}

async function run() {
  byId('sign-in').hidden = true;
  byId('board').hidden = false;
  while (sessionStorage.getItem('token')) {
    try {
      await refresh();
      await follow();
    } catch (gone) {
      // Told below; the next attempt shows whether it is back.
    }
    byId('connection').textContent = 'the console does not answer, trying again';
    await wait(2000);
  }
  byId('connection').textContent = '';
}

function signIn(refusal) {
  sessionStorage.removeItem('token');
  byId('board').hidden = true;
  byId('sign-in').hidden = false;
  byId('refusal').textContent = refusal || '';
}

byId('sign-in').addEventListener('submit', submit => {
  submit.preventDefault();
  sessionStorage.setItem('token', byId('token').value.trim());
  byId('token').value = '';
  run();
});

if (sessionStorage.getItem('token')) run(); else signIn();
