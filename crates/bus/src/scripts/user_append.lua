-- Appends one event to a user's own log. The head that the fence puts in front of this text sets
-- INC (what the key `inc` must hold) and LOST (versions and psns below it may have been handed
-- out before the last loss of data).
-- KEYS 1 inc 2 version 3 tail 4 heads 5 last psn 6 idempotency key 7 topic
-- ARGV 1 user 2 payload 3 '1' when the idempotency key counts 4 its lifetime, s 5 length of the tail
if redis.call('GET', KEYS[1]) ~= INC then return 'STALE' end
if ARGV[3] == '1' then
  local seen = redis.call('GET', KEYS[6])
  if seen then return seen end
end
local version = math.max(tonumber(redis.call('GET', KEYS[2]) or '0'), LOST) + 1
local psn = math.max(tonumber(redis.call('GET', KEYS[5]) or '0'), LOST) + 1
version, psn = string.format('%.0f', version), string.format('%.0f', psn)
redis.call('XADD', KEYS[3], 'MAXLEN', ARGV[5], '0-' .. version, 'p', psn, 'm', ARGV[2])
redis.call('SET', KEYS[2], version)
redis.call('SET', KEYS[5], psn)
redis.call('ZADD', KEYS[4], psn, ARGV[1])
if ARGV[3] == '1' then redis.call('SET', KEYS[6], version, 'EX', ARGV[4]) end
redis.call('SPUBLISH', KEYS[7], version .. ' ' .. psn .. ' ' .. ARGV[1] .. '\n' .. ARGV[2])
return version
