-- Trims a partition's log below what any consumer group still needs: its oldest pending entry,
-- or, when none is pending, what comes after the last one that it was given.
-- KEYS 1 partition log
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
local least, major, minor
for _, group in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local named = {}
  for i = 1, #group, 2 do named[group[i]] = group[i + 1] end
  local pending = redis.call('XPENDING', KEYS[1], named['name'])
  local needed = named['last-delivered-id']
  if pending[1] > 0 then needed = pending[2] end
  local ms, seq = string.match(needed, '^(%d+)%-(%d+)$')
  ms, seq = tonumber(ms), tonumber(seq)
  if pending[1] == 0 then seq = seq + 1 end
  if not least or ms < major or (ms == major and seq < minor) then
    least, major, minor = true, ms, seq
  end
end
if not least then return 0 end
return redis.call('XTRIM', KEYS[1], 'MINID', '=', string.format('%d-%d', major, minor))
