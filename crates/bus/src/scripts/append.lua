-- Appends one event to a channel's log. The head that the fence puts in front of this text sets
-- INC (what the key `inc` must hold), N (the incarnation) and BASE (its first psn).
-- KEYS 1 inc 2 channel 3 idempotency key 4 tail 5 partition log 6 heads 7 ids 8 topic
-- ARGV 1 channel id 2 payload 3 what the idempotency key remembers (body hash, message)
--      4 message or '' 5 '1': takes a message_no 6 membership version seen or '' 7 raised to or ''
--      8 'C' closes, 'O' opens again, '' neither 9 key's lifetime, s 10 most entries in the log
--      11 the channel id, 16 bytes
-- Everything that can be refused is refused before the first write; the fan-out comes last.
if redis.call('GET', KEYS[1]) ~= INC then return 'STALE' end
local seen = redis.call('GET', KEYS[3])
if seen then return 'SEEN' .. seen end
if redis.call('XLEN', KEYS[5]) >= tonumber(ARGV[10]) then return 'FULL' end
local c = redis.call('HMGET', KEYS[2], 'seq', 'no', 'epoch', 'mver', 'closed')
if not c[1] then return 'COLD' end
if c[5] and ARGV[8] ~= 'O' then return 'CLOSED' end
if ARGV[6] ~= '' and tonumber(ARGV[6]) < tonumber(c[4]) then return 'MVER' .. c[4] end

local seq = string.format('%d', c[1] + 1)
local id = c[3] .. '-' .. seq
local no = ''
if ARGV[5] == '1' then no = string.format('%d', c[2] + 1) end
local place = id .. ' ' .. no

-- The tail refuses an id at or below its last: a counter that was lost shows here.
redis.call('XADD', KEYS[4], id, 'n', no, 'm', ARGV[2])
local psn = redis.call('XADD', KEYS[5], N .. '-*', 'i', ARGV[1] .. ' ' .. place, 'm', ARGV[2])
if no == '' then
  redis.call('HSET', KEYS[2], 'seq', seq)
else
  redis.call('HSET', KEYS[2], 'seq', seq, 'no', no)
end
if ARGV[7] ~= '' and tonumber(ARGV[7]) > tonumber(c[4]) then
  redis.call('HSET', KEYS[2], 'mver', ARGV[7])
end
if ARGV[8] == 'C' then redis.call('HSET', KEYS[2], 'closed', '1') end
if ARGV[8] == 'O' then redis.call('HDEL', KEYS[2], 'closed') end
redis.call('ZADD', KEYS[6], BASE + string.sub(psn, #N + 2), ARGV[1])
redis.call('SET', KEYS[3], ARGV[3] .. place, 'EX', ARGV[9])
if ARGV[4] ~= '' then redis.call('HSET', KEYS[7], ARGV[4], ARGV[11] .. seq) end
redis.call('SPUBLISH', KEYS[8], psn .. ' ' .. ARGV[1] .. ' ' .. place .. '\n' .. ARGV[2])
return psn .. ' ' .. place
