-- One user's sockets and what others see of them.
-- KEYS 1 leases 2 the gateway's sockets 3 the user's sockets 4 leaving users 5 presence 6 topic
--      7 the user's idle sockets
-- ARGV 1 what 2 user, and by what:
--   connect    3 gateway 4 connection 5 most sockets a user has, 0 for any 6 '1' when idle
--   disconnect 3 gateway 4 connection 5 grace, ms
--   idle       3 gateway 4 connection 5 '1' or '0'
--   expire     (the user's grace may be over)
--   status     3 version 4 status
--   restore    3 version 4 status: where none is known
local what, user = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function tell()
  local p = redis.call('HMGET', KEYS[5], 'on', 'idle', 'seen', 'st')
  redis.call('SPUBLISH', KEYS[6], 'P ' .. user .. ' ' .. (p[1] or '0') .. ' ' .. (p[2] or '0')
    .. ' ' .. (p[3] or '') .. '\n' .. (p[4] or ''))
end
local function mark(socket, idle)
  redis.call(idle == '1' and 'SADD' or 'SREM', KEYS[7], socket)
end
-- A user is idle while all sockets are. Answers whether that changed.
local function settle()
  local all = redis.call('ZCARD', KEYS[3])
  local idle = (all > 0 and redis.call('SCARD', KEYS[7]) >= all) and '1' or '0'
  if (redis.call('HGET', KEYS[5], 'idle') or '0') == idle then return false end
  redis.call('HSET', KEYS[5], 'idle', idle)
  return true
end

if what == 'connect' then
  local socket = ARGV[3] .. '/' .. ARGV[4]
  local lease = redis.call('ZSCORE', KEYS[1], ARGV[3])
  if not lease or tonumber(lease) < now then return 0 end
  redis.call('SADD', KEYS[2], user .. '/' .. ARGV[4])
  redis.call('ZADD', KEYS[3], 'NX', now, socket)
  redis.call('ZREM', KEYS[4], user)
  mark(socket, ARGV[6])
  local came = redis.call('HGET', KEYS[5], 'on') ~= '1'
  if came then redis.call('HSET', KEYS[5], 'on', '1', 'seen', now) end
  if settle() or came then tell() end
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
  local socket = ARGV[3] .. '/' .. ARGV[4]
  redis.call('SREM', KEYS[2], user .. '/' .. ARGV[4])
  redis.call('SREM', KEYS[7], socket)
  if redis.call('ZREM', KEYS[3], socket) == 0 then return 0 end
  redis.call('HSET', KEYS[5], 'seen', now)
  if redis.call('ZCARD', KEYS[3]) == 0 then
    -- What others see stays as it is until the grace is over.
    redis.call('ZADD', KEYS[4], now + ARGV[5], user)
  elseif settle() then
    tell()
  end
  return 1
end

if what == 'idle' then
  local socket = ARGV[3] .. '/' .. ARGV[4]
  if not redis.call('ZSCORE', KEYS[3], socket) then return 0 end
  mark(socket, ARGV[5])
  if settle() then tell() end
  return 1
end

if what == 'expire' then
  local due = redis.call('ZSCORE', KEYS[4], user)
  if not due or tonumber(due) > now then return 0 end
  redis.call('ZREM', KEYS[4], user)
  if redis.call('ZCARD', KEYS[3]) > 0 then return 0 end
  redis.call('HSET', KEYS[5], 'on', '0', 'idle', '0')
  tell()
  return 1
end

-- Two changes of a status may come here in the other order than they were made.
local version = redis.call('HGET', KEYS[5], 'sv')
if version and tonumber(version) > tonumber(ARGV[3]) then return 0 end
if what == 'restore' then
  if version then return 0 end
  redis.call('HSET', KEYS[5], 'sv', ARGV[3], 'st', ARGV[4])
  -- Of who has not come since, nothing was said.
  if ARGV[4] ~= '' and redis.call('HEXISTS', KEYS[5], 'on') == 1 then tell() end
  return 1
end
redis.call('HSET', KEYS[5], 'sv', ARGV[3], 'st', ARGV[4])
tell()
return 1
