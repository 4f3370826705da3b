-- One channel's call: who is in it, each under a lease that they prolong themselves.
-- KEYS 1 seats (hash: user → 'SEAT since\nBYTES'; '' → when the call began) 2 leases (zset: user → end)
-- ARGV 1 what 2 lifetime, ms, and by what:
--   look
--   join  3 user 4 seat 5 bytes 6 most people 7 '1' when another seat of the user gives way
--   stay  3 user 4 seat 5 new bytes, or '' when they stay the same
--   leave 3 user 4 seat, or '' for whichever it is
-- Answers: the outcome; when the call began, in ms; users and their seats by turns; who has run out.
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

local own = user and redis.call('HGET', KEYS[1], user)
local since = own and string.match(own, '^' .. string.gsub(seat, '%-', '%%-') .. ' (%d+)\n')
local function sit(from, bytes)
  redis.call('HSET', KEYS[1], user, seat .. ' ' .. string.format('%.0f', from) .. '\n' .. bytes)
  redis.call('ZADD', KEYS[2], now + lifetime, user)
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
  end
elseif what == 'stay' then
  if since then
    sit(since, ARGV[5] ~= '' and ARGV[5] or string.match(own, '\n(.*)$'))
  else
    outcome = 'out'
  end
elseif what == 'leave' then
  if own and (since or seat == '') then drop(user) else outcome = 'out' end
end
-- Whoever is in it keeps it; when all are gone without a word, so is it.
redis.call('PEXPIRE', KEYS[1], 2 * lifetime)
redis.call('PEXPIRE', KEYS[2], 2 * lifetime)
local began = redis.call('HGET', KEYS[1], '') or '0'
local seats = redis.call('HGETALL', KEYS[1])
return { outcome, began, seats, gone }
