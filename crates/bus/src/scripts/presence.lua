-- One user's sockets and what others see of them.
-- KEYS 1 leases 2 the gateway's sockets 3 the user's sockets 4 leaving users 5 presence 6 topic
-- ARGV 1 what 2 user, and by what:
--   connect    3 gateway 4 connection 5 most sockets a user has, 0 for any
--   disconnect 3 gateway 4 connection 5 grace, ms
--   expire     (the user's grace may be over)
--   status     3 status
local what, user = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function tell()
  local p = redis.call('HMGET', KEYS[5], 'on', 'seen', 'st')
  redis.call('SPUBLISH', KEYS[6],
    'P ' .. user .. ' ' .. (p[1] or '0') .. ' ' .. (p[2] or '') .. '\n' .. (p[3] or ''))
end

if what == 'connect' then
  local lease = redis.call('ZSCORE', KEYS[1], ARGV[3])
  if not lease or tonumber(lease) < now then return 0 end
  redis.call('SADD', KEYS[2], user .. '/' .. ARGV[4])
  redis.call('ZADD', KEYS[3], 'NX', now, ARGV[3] .. '/' .. ARGV[4])
  redis.call('ZREM', KEYS[4], user)
  if redis.call('HGET', KEYS[5], 'on') ~= '1' then
    redis.call('HSET', KEYS[5], 'on', '1', 'seen', now)
    tell()
  end
  local most = tonumber(ARGV[5])
  local over = redis.call('ZCARD', KEYS[3]) - most
  if most > 0 and over > 0 then
    for _, socket in ipairs(redis.call('ZRANGE', KEYS[3], 0, over - 1)) do
      redis.call('SPUBLISH', KEYS[6], 'R ' .. user .. ' ' .. string.match(socket, '[^/]*$') .. '\n')
    end
  end
  return 1
end

if what == 'disconnect' then
  redis.call('SREM', KEYS[2], user .. '/' .. ARGV[4])
  if redis.call('ZREM', KEYS[3], ARGV[3] .. '/' .. ARGV[4]) == 0 then return 0 end
  redis.call('HSET', KEYS[5], 'seen', now)
  if redis.call('ZCARD', KEYS[3]) == 0 then redis.call('ZADD', KEYS[4], now + ARGV[5], user) end
  return 1
end

if what == 'expire' then
  local due = redis.call('ZSCORE', KEYS[4], user)
  if not due or tonumber(due) > now then return 0 end
  redis.call('ZREM', KEYS[4], user)
  if redis.call('ZCARD', KEYS[3]) > 0 then return 0 end
  redis.call('HSET', KEYS[5], 'on', '0')
  tell()
  return 1
end

redis.call('HSET', KEYS[5], 'st', ARGV[3])
tell()
return 1
