-- Appends one event to a channel's log. The head that the fence puts in front of this text sets
-- INC (what the key `inc` must hold), N (the incarnation) and BASE (its first psn).
-- KEYS 1 inc 2 channel 3 idempotency key 4 tail 5 partition log 6 heads 7 ids 8 topic
-- ARGV 1 channel id 2 payload 3 what the idempotency key remembers (body hash, message)
--      4 message or '' 5 '1': takes a message_no, or '' 6 membership version seen, or ''
--      7 most entries in the log 8 key's lifetime, s
--      9 membership version that this raises to, or '' 10 'C' closes, 'O' opens again, '' neither
-- Everything that can be refused is refused before the first write; the fan-out comes last.
-- Written for speed: as few calls, and as few numbers turned into text, as it can do with.
local call = redis.call
local seen = call('MGET', KEYS[1], KEYS[3])
if seen[1] ~= INC then return 'STALE' end
if seen[2] then return 'SEEN' .. seen[2] end
if call('XLEN', KEYS[5]) >= tonumber(ARGV[7]) then return 'FULL' end
local c = call('HMGET', KEYS[2], 'seq', 'no', 'epoch', 'mver', 'closed')
if not c[1] then return 'COLD' end
if c[5] and ARGV[10] ~= 'O' then return 'CLOSED' end
if ARGV[6] ~= '' and tonumber(ARGV[6]) < tonumber(c[4]) then return 'MVER' .. c[4] end

-- The tail comes first: it refuses an id at or below its last, so a lost counter shows here.
local seq = string.format('%d', c[1] + 1)
local place = c[3] .. '-' .. seq
if ARGV[5] == '' then
  call('XADD', KEYS[4], place, 'm', ARGV[2])
  call('HSET', KEYS[2], 'seq', seq)
  place = place .. ' '
else
  local no = string.format('%d', c[2] + 1)
  call('XADD', KEYS[4], place, 'n', no, 'm', ARGV[2])
  call('HSET', KEYS[2], 'seq', seq, 'no', no)
  place = place .. ' ' .. no
end
local where = ARGV[1] .. ' ' .. place
local psn = call('XADD', KEYS[5], N .. '-*', 'i', where, 'm', ARGV[2])
if ARGV[9] ~= '' and tonumber(ARGV[9]) > tonumber(c[4]) then
  call('HSET', KEYS[2], 'mver', ARGV[9])
end
if ARGV[10] == 'C' then call('HSET', KEYS[2], 'closed', '1') end
if ARGV[10] == 'O' then call('HDEL', KEYS[2], 'closed') end
call('ZADD', KEYS[6], BASE + string.sub(psn, #N + 2), ARGV[1])
call('SET', KEYS[3], ARGV[3] .. place, 'EX', ARGV[8])
if ARGV[4] ~= '' then call('HSET', KEYS[7], ARGV[4], where) end
call('SPUBLISH', KEYS[8], psn .. ' ' .. where .. '\n' .. ARGV[2])
return psn .. ' ' .. place
