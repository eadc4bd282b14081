// Runs in every browser, however old: says at once that the console does not start, instead of a blank page.
;(function () {
  var shown = false

  function tell() {
    var waiting = document.getElementById('waiting')
    if (shown || !waiting) return
    shown = true
    waiting.className = 'waiting outdated'
    waiting.setAttribute('role', 'alert')
  }

  function understands() {
    var script = document.createElement('script')
    return 'noModule' in script && !!window.CSS && CSS.supports('color', 'color-mix(in srgb, red, blue)')
  }

  function check() {
    if (!understands()) tell()
  }

  // A program of the page that could not be loaded, or that this browser cannot read.
  window.addEventListener(
    'error',
    function (event) {
      var target = event.target || {}
      if (target.tagName === 'SCRIPT' || /^SyntaxError|Unexpected token/.test(String(event.message || ''))) tell()
    },
    true,
  )
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', check)
  else check()
})()
