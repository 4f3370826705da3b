-- One channel's call: who is in it, each under a lease that they prolong themselves.
-- KEYS 1 seats (hash: user → 'SEAT since\nBYTES'; '' → when the call began) 2 leases (zset: user → end)
--      3 what is told of it when it is over (hash: 'by', 'began', 'at' of the last sign of life,
--        'j:USER' who took part, 'r:USER' who was rung, 'rang' once anybody was; it waits a day to be looked for)
-- ARGV 1 what 2 lifetime, ms, and by what:
--   look
--   join  3 user 4 seat 5 bytes 6 most people 7 '1' when another seat of the user gives way
--   stay  3 user 4 seat 5 new bytes, or '' when they stay the same
--   leave 3 user 4 seat, or '' for whichever it is
--   rung, unrung: 3… users
-- Answers: the outcome; when the call began, in ms; users and their seats by turns; who has run out;
-- once, what is told of a call that is over.
local what, lifetime, user, seat = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function drop(who)
  redis.call('HDEL', KEYS[1], who)
  redis.call('ZREM', KEYS[2], who)
  if redis.call('ZCARD', KEYS[2]) == 0 then redis.call('DEL', KEYS[1]) end
end
local gone = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now)
for _, who in ipairs(gone) do drop(who) end

local over = {}
local function close()
  if redis.call('ZCARD', KEYS[2]) == 0 and redis.call('EXISTS', KEYS[3]) == 1 then
    over = redis.call('HGETALL', KEYS[3])
    redis.call('DEL', KEYS[3])
  end
end
close()

local own = user and redis.call('HGET', KEYS[1], user)
local since = own and seat and string.match(own, '^' .. string.gsub(seat, '%-', '%%-') .. ' (%d+)\n')
local function sit(from, bytes)
  redis.call('HSET', KEYS[1], user, seat .. ' ' .. string.format('%.0f', from) .. '\n' .. bytes)
  redis.call('ZADD', KEYS[2], now + lifetime, user)
end
-- A sign of life, and who is in it.
local function live(who)
  redis.call('HSETNX', KEYS[3], 'began', string.format('%.0f', now))
  redis.call('HSETNX', KEYS[3], 'by', who)
  redis.call('HSET', KEYS[3], 'at', string.format('%.0f', now), 'j:' .. who, '1')
  redis.call('PEXPIRE', KEYS[3], 86400000)
end
local outcome = 'ok'
if what == 'join' then
  if own and not since and ARGV[7] ~= '1' then
    outcome = 'elsewhere'
  elseif not own and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then
    outcome = 'full'
  else
    redis.call('HSETNX', KEYS[1], '', string.format('%.0f', now))
    sit(since or now, ARGV[5])
    live(user)
  end
elseif what == 'stay' then
  if since then
    sit(since, ARGV[5] ~= '' and ARGV[5] or string.match(own, '\n(.*)$'))
    live(user)
  else
    outcome = 'out'
  end
elseif what == 'leave' then
  if own and (since or seat == '') then
    live(user)
    drop(user)
  else
    outcome = 'out'
  end
elseif (what == 'rung' or what == 'unrung') and redis.call('EXISTS', KEYS[3]) == 1 then
  for place = 3, #ARGV do
    if what == 'rung' then
      redis.call('HSET', KEYS[3], 'r:' .. ARGV[place], '1', 'rang', '1')
    else
      redis.call('HDEL', KEYS[3], 'r:' .. ARGV[place])
    end
  end
end
if #over == 0 then close() end
-- Whoever is in it keeps it; when all are gone without a word, so is it.
redis.call('PEXPIRE', KEYS[1], 2 * lifetime)
redis.call('PEXPIRE', KEYS[2], 2 * lifetime)
local began = redis.call('HGET', KEYS[1], '') or '0'
local seats = redis.call('HGETALL', KEYS[1])
return { outcome, began, seats, gone, over }
